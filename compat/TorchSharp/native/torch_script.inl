// TorchScript: modules and compilation units of the JIT; part of torch_bridge.cpp.
// Values go in as XVal and come back as trees of them: List, Tuple and Tensors point to an array of n values or
// tensors, String to n characters; the caller frees arrays and characters, and owns tensors and modules.
#include <torch/csrc/api/include/torch/jit.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>
#include <torch/library.h>
#include <fstream>

using torch::jit::Module;

namespace {

enum ScriptTag : int32_t { List = 32, Tuple, ModuleTag };

// One character string that managed code frees.
void give_text(XVal& out, const std::string& text) {
  auto copy = static_cast<char*>(std::malloc(std::max<size_t>(text.size(), 1)));
  std::memcpy(copy, text.data(), text.size());
  out.tag = String;
  out.n = static_cast<int32_t>(text.size());
  out.p = copy;
}

XVal* give_array(XVal& out, int32_t tag, size_t n) {
  auto items = static_cast<XVal*>(std::calloc(std::max<size_t>(n, 1), sizeof(XVal)));
  out.tag = tag;
  out.n = static_cast<int32_t>(n);
  out.p = items;
  return items;
}

void give_script(XVal& out, const IValue& v) {
  if (v.isTensor()) {
    give(out, Tensor(v.toTensor()));
  } else if (v.isString()) {
    give_text(out, v.toStringRef());
  } else if (v.isTuple()) {
    auto& elements = v.toTupleRef().elements();
    auto items = give_array(out, Tuple, elements.size());
    for (size_t k = 0; k < elements.size(); k++) give_script(items[k], elements[k]);
  } else if (v.isList()) {
    auto list = v.toList();
    auto items = give_array(out, List, list.size());
    for (size_t k = 0; k < list.size(); k++) give_script(items[k], list.get(k));
  } else {
    TORCH_CHECK(v.isInt() || v.isDouble() || v.isBool() || v.isNone(), "cannot return a ", v.tagKind());
    give_value(out, IValue(v));
  }
}

std::vector<IValue> script_arguments(const XVal* args, int32_t n) {
  static const XOp::Arg plain{XOp::Any, 1, false, IValue()};
  std::vector<IValue> stack;
  stack.reserve(n + 1);
  for (int32_t k = 0; k < n; k++) stack.push_back(to_ivalue(args[k], plain));
  return stack;
}

// A trace freezes the device it was made on; moving the module leaves these constants where they are. Those without
// dimensions are arithmetic on shapes and stay.
void retarget(torch::jit::Block* block, const c10::Device& device) {
  for (auto node : block->nodes()) {
    for (auto inner : node->blocks()) retarget(inner, device);
    if (node->hasAttribute(c10::attr::Subgraph)) retarget(node->g(c10::attr::Subgraph)->block(), device);
    if (node->kind() != c10::prim::Constant || !node->hasAttribute(c10::attr::value)) continue;
    auto kind = node->kindOf(c10::attr::value);
    if (node->output()->type()->kind() == c10::TypeKind::DeviceObjType && kind == torch::jit::AttributeKind::s) {
      node->s_(c10::attr::value, device.str());
    } else if (kind == torch::jit::AttributeKind::t && node->t(c10::attr::value).dim() > 0) {
      node->t_(c10::attr::value, node->t(c10::attr::value).to(device));
    }
  }
}

void place(Module& module, const c10::Device& device) {
  module.to(device);
  for (auto function : module._ivalue()->compilation_unit()->get_functions()) {
    function->ensure_defined();
    if (auto graph = torch::jit::tryToGraphFunction(*function)) retarget(graph->graph()->block(), device);
  }
}

c10::Device device_of(int32_t type, int32_t index) {
  return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(type == 0 ? -1 : index));
}

XVal* give_pair(XVal& out, const std::string& name) {
  auto pair = give_array(out, Tuple, 2);
  give_text(pair[0], name);
  return pair + 1;
}

}  // namespace

API const char* j_load(const char* path, const char* bytes, int64_t n, int32_t type, int32_t index, Module** out) {
  return guarded_as("jit.load", [&] {
    Module module;
    if (path) {
      module = torch::jit::load(std::string(path), c10::Device(c10::kCPU));
    } else {
      std::istringstream stream(std::string(bytes, n));
      module = torch::jit::load(stream, c10::Device(c10::kCPU));
    }
    auto device = device_of(type, index);
    if (!device.is_cpu()) place(module, device);
    *out = new Module(std::move(module));
  });
}

API const char* j_save(const Module* m, const char* path, char* bytes, int64_t n) {
  return guarded_as("jit.save", [&] {
    if (path) return m->save(std::string(path));
    std::ostringstream stream;
    m->save(stream);
    auto text = stream.str();
    TORCH_CHECK(static_cast<int64_t>(text.size()) <= n, "takes ", text.size(), " bytes, got room for ", n);
    std::memcpy(bytes, text.data(), text.size());
  });
}

API void j_release(Module* m) { delete m; }

// Profiling runs are off: the first calls cost as much as the later ones. The setting belongs to the thread.
API const char* j_call(const Module* m, const char* method, const XVal* args, int32_t n, XVal* out) {
  return guarded_as(method, [&] {
    torch::jit::GraphOptimizerEnabledGuard guard(false);
    give_script(*out, m->get_method(method)(script_arguments(args, n)));
  });
}

// which: 0 parameters, 1 buffers, 2 tensors among the attributes, 3 children, each as (name, value)
API const char* j_list(const Module* m, int32_t which, bool recurse, XVal* out) {
  return guarded_as("ScriptModule", [&] {
    std::vector<std::pair<std::string, IValue>> found;
    if (which == 0) for (const auto& p : m->named_parameters(recurse)) found.emplace_back(p.name, p.value);
    if (which == 1) for (const auto& b : m->named_buffers(recurse)) found.emplace_back(b.name, b.value);
    if (which == 2)
      for (const auto& a : m->named_attributes(recurse)) if (a.value.isTensor()) found.emplace_back(a.name, a.value);
    if (which == 3) {
      auto children = m->named_children();
      auto items = give_array(*out, List, children.size());
      size_t k = 0;
      for (const auto& child : children) {
        auto value = give_pair(items[k++], child.name);
        value->tag = ModuleTag;
        value->p = new Module(child.value);
      }
      return;
    }
    auto items = give_array(*out, List, found.size());
    for (size_t k = 0; k < found.size(); k++) give_script(*give_pair(items[k], found[k].first), found[k].second);
  });
}

API const char* j_arity(const Module* m, int32_t* inputs, int32_t* outputs) {
  return guarded_as("forward", [&] {
    auto& schema = m->get_method("forward").function().getSchema();
    *inputs = static_cast<int32_t>(schema.arguments().size()) - 1;
    *outputs = static_cast<int32_t>(schema.returns().size());
  });
}

API const char* j_train(Module* m, int32_t set, bool* current) {
  return guarded_as("train", [&] {
    if (set >= 0) m->train(set != 0);
    *current = m->is_training();
  });
}

API const char* j_set_attribute(Module* m, const char* name, const Tensor* value) {
  return guarded_as("set_attribute", [&] { m->setattr(name, *value); });
}

// A negative type keeps the device, a negative dtype the element type.
API const char* j_to(Module* m, int32_t type, int32_t index, int32_t dtype, bool non_blocking) {
  return guarded_as("to", [&] {
    if (dtype >= 0) m->to(static_cast<c10::ScalarType>(dtype), non_blocking);
    if (type >= 0) place(*m, device_of(type, index));
  });
}

using Unit = std::shared_ptr<torch::jit::CompilationUnit>;

API const char* j_compile(const char* source, Unit** out) {
  return guarded_as("jit.compile", [&] { *out = new Unit(torch::jit::compile(source)); });
}

API void j_unit_release(Unit* unit) { delete unit; }

API const char* j_unit_call(const Unit* unit, const char* name, const XVal* args, int32_t n, XVal* out) {
  return guarded_as(name, [&] {
    torch::jit::GraphOptimizerEnabledGuard guard(false);
    auto function = (*unit)->find_function(std::string(name));
    TORCH_CHECK(function, "there is no such function");
    give_script(*out, (*function)(script_arguments(args, n)));
  });
}

#if TORCH_VERSION_MAJOR < 2
namespace {

// Archives of a newer PyTorch call this operator by name; it is attention from matrix products.
Tensor attend(const Tensor& query, const Tensor& key, const Tensor& value, const c10::optional<Tensor>& mask,
              double dropout, bool causal, c10::optional<double> scale, bool grouped) {
  auto k = key, v = value;
  if (grouped && query.size(-3) != key.size(-3)) {
    k = key.repeat_interleave(query.size(-3) / key.size(-3), -3);
    v = value.repeat_interleave(query.size(-3) / value.size(-3), -3);
  }
  auto scores = (query * scale.value_or(1 / std::sqrt(static_cast<double>(query.size(-1))))).matmul(k.transpose(-2, -1));
  auto seen = mask;
  if (causal) seen = at::ones({query.size(-2), k.size(-2)}, query.options().dtype(at::kBool)).tril();
  if (seen && seen->defined()) {
    scores = seen->scalar_type() == at::kBool
        ? scores.masked_fill(seen->logical_not(), -std::numeric_limits<double>::infinity())
        : scores + *seen;
  }
  auto weights = scores.softmax(-1);
  return (dropout > 0 ? at::dropout(weights, dropout, true) : weights).matmul(v);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(aten, m) {
  m.def(
      "scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, "
      "float dropout_p=0.0, bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor",
      torch::dispatch(c10::DispatchKey::CompositeImplicitAutograd, TORCH_FN(attend)));
}
#endif
