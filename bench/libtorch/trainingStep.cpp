// One training step of the benchmark's transformer in C++, as ../pytorch/trainingStep.py makes it, without Python:
// PyTorch's own operators and automatic differentiation, its attention and its fused Adam. Started by trainingStep.py.
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using torch::Tensor;
using Theta = std::map<std::string, Tensor>;

struct Case {
  int64_t width, heads, layers, slots, vocabulary, batch;
  double learningRate, beta1, beta2, clipNorm;
};

template <typename Number>
std::vector<Number> numbersOf(const std::string &path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<Number> numbers(file.tellg() / sizeof(Number));
  file.seekg(0);
  file.read(reinterpret_cast<char *>(numbers.data()), numbers.size() * sizeof(Number));
  return numbers;
}

// Parameters by the names of this project's transformer, from words such as "0.attention.query=64x64".
Theta thetaOf(const std::string &path, const std::vector<std::string> &words) {
  const auto flat = numbersOf<float>(path);
  Theta theta;
  size_t start = 0;
  for (const auto &word : words) {
    const auto at = word.find('=');
    std::vector<int64_t> shape;
    std::stringstream sizes(word.substr(at + 1));
    for (std::string size; std::getline(sizes, size, 'x');) shape.push_back(std::stoll(size));
    const auto tensor = torch::from_blob(const_cast<float *>(flat.data()) + start, shape).clone();
    start += tensor.numel();
    theta[word.substr(0, at)] = tensor;
  }
  TORCH_CHECK(start == flat.size(), "theta.bin holds ", flat.size(), " numbers, the parameters ", start);
  return theta;
}

struct Linear {
  Tensor weight, bias;
  // Matrices of the case are [from, to]; PyTorch's are [to, from].
  Linear(const Theta &theta, const std::vector<std::string> &names) {
    std::vector<Tensor> weights, biases;
    for (const auto &name : names) {
      weights.push_back(theta.at(name).t());
      biases.push_back(theta.at(name + ".bias"));
    }
    weight = torch::cat(weights).contiguous().requires_grad_();
    bias = torch::cat(biases).requires_grad_();
  }
  Tensor operator()(const Tensor &x) const { return at::linear(x, weight, bias); }
};

struct Norm {
  Tensor scale, shift;
  Norm(const Theta &theta, const std::string &name)
      : scale(theta.at(name + ".norm.scale").clone().requires_grad_()), shift(theta.at(name + ".norm.bias").clone().requires_grad_()) {}
  Tensor operator()(const Tensor &x) const { return at::layer_norm(x, {x.size(-1)}, scale, shift); }
};

struct Block {
  Norm attentionNorm, mlpNorm;
  Linear queryKeyValue, attentionOutput, mlpInput, mlpOutput;
  Block(const Theta &theta, const std::string &i)
      : attentionNorm(theta, i + ".attention"),
        mlpNorm(theta, i + ".mlp"),
        queryKeyValue(theta, {i + ".attention.query", i + ".attention.key", i + ".attention.value"}),
        attentionOutput(theta, {i + ".attention.output"}),
        mlpInput(theta, {i + ".mlp.input"}),
        mlpOutput(theta, {i + ".mlp.output"}) {}
  Tensor operator()(const Tensor &x, int64_t heads) const {
    const auto batch = x.size(0), slots = x.size(1), width = x.size(2);
    const auto parts = queryKeyValue(attentionNorm(x)).split(width, 2);
    const auto headed = [&](const Tensor &part) { return part.view({batch, slots, heads, width / heads}).transpose(1, 2); };
    const auto mixed = at::scaled_dot_product_attention(headed(parts[0]), headed(parts[1]), headed(parts[2]), {}, 0.0, true);
    const auto y = x + attentionOutput(mixed.transpose(1, 2).reshape({batch, slots, width}));
    return y + mlpOutput(at::gelu(mlpInput(mlpNorm(y)), "tanh"));
  }
};

struct Trainee {
  Case task;
  Tensor tokens, positions;
  std::vector<Block> blocks;
  Norm finalNorm;
  Linear head;
  std::vector<Tensor> parameters, first, second, steps;

  Trainee(const Case &task, const Theta &theta)
      : task(task),
        tokens(theta.at("tokens").clone().requires_grad_()),
        positions(theta.at("positions").clone().requires_grad_()),
        finalNorm(theta, "final"),
        head(theta, {"head"}) {
    parameters = {tokens, positions, finalNorm.scale, finalNorm.shift, head.weight, head.bias};
    for (int64_t i = 0; i < task.layers; i++) {
      blocks.emplace_back(theta, std::to_string(i));
      const auto &block = blocks.back();
      for (const auto *norm : {&block.attentionNorm, &block.mlpNorm}) parameters.insert(parameters.end(), {norm->scale, norm->shift});
      for (const auto *linear : {&block.queryKeyValue, &block.attentionOutput, &block.mlpInput, &block.mlpOutput})
        parameters.insert(parameters.end(), {linear->weight, linear->bias});
    }
    for (const auto &parameter : parameters) {
      first.push_back(torch::zeros_like(parameter));
      second.push_back(torch::zeros_like(parameter));
      steps.push_back(torch::zeros({}));
    }
  }

  Tensor loss(const Tensor &rows, const Tensor &labels) const {
    auto x = at::embedding(tokens, rows) + positions;
    for (const auto &block : blocks) x = block(x, task.heads);
    return at::cross_entropy_loss(head(finalNorm(x)).flatten(0, 1), labels.flatten());
  }

  double step(const Tensor &rows, const Tensor &labels) {
    const auto value = loss(rows, labels);
    const auto gradients = torch::autograd::grad({value}, parameters);
    torch::NoGradGuard guard;
    const auto norm = torch::stack(at::_foreach_norm(gradients)).norm();
    at::_foreach_mul_(gradients, torch::clamp_max(task.clipNorm / (norm + 1e-6), 1.0));
    at::_foreach_add_(steps, 1);
    at::_fused_adam_(parameters, gradients, first, second, {}, steps, task.learningRate, task.beta1, task.beta2, 0.0, 1e-8, false, false);
    return value.item<double>();
  }
};

double now() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int main(int count, char **words) {
  const std::vector<std::string> given(words + 1, words + count);
  const auto integer = [&](size_t at) { return std::stoll(given.at(at)); };
  const auto number = [&](size_t at) { return std::stod(given.at(at)); };
  const std::string directory = given.at(0);
  torch::set_num_threads(integer(1));
  const Case task{integer(3), integer(4), integer(5), integer(6), integer(7), integer(8), number(9), number(10), number(11), number(12)};
  Trainee trainee(task, thetaOf(directory + "/theta.bin", {given.begin() + 13, given.end()}));
  const auto table = [&](const std::string &name) {
    auto values = numbersOf<int32_t>(directory + "/" + name + ".bin");
    return torch::from_blob(values.data(), {task.batch, task.slots}, torch::kInt32).to(torch::kInt64);
  };
  const auto rows = table("tokens"), labels = table("labels");
  const auto one = trainee.step(rows, labels), two = trainee.step(rows, labels);
  std::printf("{\"torch\": \"%s\", \"threads\": %s, \"firstLosses\": {\"C++\": [%.9g, %.9g]}, \"compileMs\": {\"C++\": 0}}\n", given[2].c_str(), given[1].c_str(), one, two);
  std::fflush(stdout);
  std::string mode;
  for (double milliseconds; std::cin >> mode >> milliseconds;) {
    std::vector<double> times;
    const auto start = now();
    do {
      const auto before = now();
      trainee.step(rows, labels);
      times.push_back(now() - before);
    } while (now() - start < milliseconds);
    std::sort(times.begin(), times.end());
    const auto half = times.size() / 2;
    std::printf("{\"msPerStep\": %.9g}\n", times.size() % 2 == 1 ? times[half] : (times[half - 1] + times[half]) / 2);
    std::fflush(stdout);
  }
}
