"""llama.cpp's own server (pip install xllamacpp) on a model; it ends with its standard input. usage: serve.py MODEL.gguf PORT"""
import sys
import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.port = int(sys.argv[2])
params.n_ctx = 2048
params.n_parallel = 2
params.cpuparams.n_threads = 1
params.warmup = False
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
sys.stdin.read()
