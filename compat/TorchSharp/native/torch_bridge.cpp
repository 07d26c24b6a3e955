// The bridge between the managed binding and libtorch: a boxed call of any operator of the dispatcher, tensors as
// heap at::Tensor pointers, autograd with managed nodes, generators and process-wide settings.
// A function that can fail returns null, or a message whose first character is its class ('E' error, 'C' exception
// parked by managed code, followed by its number). Messages live until the thread's next error.
// Compiles against libtorch 1.13 and 2.x.
#include <ATen/ATen.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/functions/utils.h>
#include <torch/csrc/autograd/saved_variable.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <torch/csrc/api/include/torch/version.h>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#define API extern "C" __attribute__((visibility("default")))

using at::Tensor;
using c10::IValue;
using torch::autograd::Node;
using torch::autograd::variable_list;
using NodePtr = decltype(torch::autograd::Edge::function);  // std::shared_ptr, or c10::intrusive_ptr in later 2.x
using OptionalTensor = torch::autograd::optional_variable_list::value_type;  // c10::optional, or std::optional in 2.x

// Values across the border: 16 bytes, the tag says which member counts.
enum Tag : int32_t {
  Default, None, TensorTag, Int, Double, Bool, String, Ints, Doubles, Bools, Tensors, OptTensors, DeviceTag,
  GeneratorTag, Complex
};
struct XVal {
  int32_t tag;
  int32_t n;  // length; device index; of a returned tensor: KiB of memory that it alone owns
  union { int64_t i; double d; void* p; };
};
struct XMeta {
  void* data;
  const int64_t* sizes;
  const int64_t* strides;
  int64_t numel, offset, owned;
  int32_t dims, dtype, device_type, device_index, element_size, flags;
};
struct XOp {
  enum Kind : uint8_t { Any, Float, Integer, Boolean, IntList, FloatList, Number, TensorList, OptTensorList };
  struct Arg { Kind kind; int32_t repeat; bool has_default; IValue fallback; };
  c10::OperatorHandle handle;
  std::vector<Arg> args;
};

namespace {

thread_local std::string message;

const char* fail(char kind, const std::string& text) {
  message = kind + text;
  return message.c_str();
}

void describe(std::ostream& out, const Tensor& t) {
  if (!t.defined()) { out << "None"; return; }
  out << c10::toString(t.scalar_type()) << '[';
  for (int64_t i = 0; i < t.dim(); i++) out << (i ? ", " : "") << t.size(i);
  out << ']';
  if (!t.is_cpu()) out << '@' << t.device();
}

const char* name_of(const XVal& v) {
  static const char* names[] = {"default", "None", "Tensor", "int", "float", "bool", "str", "int[]", "float[]",
                                "bool[]", "Tensor[]", "Tensor?[]", "device", "generator", "complex"};
  return names[v.tag];
}

std::string call_text(const XOp* op, const XVal* args, int32_t n) {
  std::ostringstream out;
  auto& name = op->handle.operator_name();
  out << name.name << (name.overload_name.empty() ? "" : ".") << name.overload_name << '(';
  for (int32_t k = 0; k < n; k++) {
    auto& a = args[k];
    if (k) out << ", ";
    if (a.tag == TensorTag) {
      describe(out, *static_cast<Tensor*>(a.p));
    } else if (a.tag == Tensors || a.tag == OptTensors) {
      out << '[';
      for (int32_t j = 0; j < a.n; j++) {
        auto t = static_cast<Tensor**>(a.p)[j];
        if (j) out << ", ";
        if (t) describe(out, *t); else out << "None";
      }
      out << ']';
    } else if (a.tag == Int) {
      out << a.i;
    } else if (a.tag == Double) {
      out << a.d;
    } else if (a.tag == Ints) {
      out << at::IntArrayRef(static_cast<int64_t*>(a.p), a.n);
    } else {
      out << name_of(a);
    }
  }
  out << ')';
  return out.str();
}

// Runs f; any C++ exception becomes a message that begins with the text of context().
template <typename F, typename C>
const char* guarded(C&& context, F&& f) {
  try {
    f();
    return nullptr;
  } catch (const c10::Error& e) {
    auto text = std::string(e.what_without_backtrace());
    auto parked = text.find("#managed:");
    if (parked != std::string::npos) return fail('C', text.substr(parked + 9));
    return fail('E', context() + ": " + text);
  } catch (const std::bad_alloc&) {
    return fail('E', context() + ": out of memory");
  } catch (const std::exception& e) {
    auto text = std::string(e.what());
    auto parked = text.find("#managed:");
    if (parked != std::string::npos) return fail('C', text.substr(parked + 9));
    return fail('E', context() + ": " + text);
  } catch (...) {
    return fail('E', context() + ": unknown C++ exception");
  }
}

template <typename F>
const char* guarded_as(const char* name, F&& f) {
  return guarded([name] { return std::string(name); }, std::forward<F>(f));
}

XOp::Kind kind_of(const c10::TypePtr& declared, int32_t declared_length, int32_t& repeat) {
  auto type = declared;
  if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
  switch (type->kind()) {
    case c10::TypeKind::FloatType: return XOp::Float;
    case c10::TypeKind::IntType: case c10::TypeKind::SymIntType: return XOp::Integer;
    case c10::TypeKind::BoolType: return XOp::Boolean;
    case c10::TypeKind::NumberType: return XOp::Number;
    case c10::TypeKind::ListType: {
      repeat = declared_length > 0 ? declared_length : 1;
      auto element = type->castRaw<c10::ListType>()->getElementType();
      switch (element->kind()) {
        case c10::TypeKind::IntType: case c10::TypeKind::SymIntType: return XOp::IntList;
        case c10::TypeKind::FloatType: return XOp::FloatList;
        case c10::TypeKind::TensorType: return XOp::TensorList;
        case c10::TypeKind::OptionalType: return XOp::OptTensorList;
        default: return XOp::Any;
      }
    }
    default: return XOp::Any;
  }
}

IValue int_list(const XVal& v, const XOp::Arg& arg) {
  auto data = static_cast<const int64_t*>(v.p);
  if (arg.kind == XOp::FloatList) {
    c10::List<double> list;
    for (int32_t k = 0; k < v.n; k++) list.push_back(static_cast<double>(data[k]));
    return list;
  }
  // One number stands for all dimensions, as in Python.
  if (v.n == 1 && arg.repeat > 1) return IValue(std::vector<int64_t>(arg.repeat, data[0]));
  return IValue(at::IntArrayRef(data, v.n));
}

IValue tensor_list(const XVal& v, const XOp::Arg& arg) {
  auto data = static_cast<Tensor* const*>(v.p);
  if (arg.kind == XOp::OptTensorList) {
    c10::List<OptionalTensor> list;
    list.reserve(v.n);
    for (int32_t k = 0; k < v.n; k++) list.push_back(data[k] ? OptionalTensor(*data[k]) : OptionalTensor());
    return list;
  }
  c10::List<Tensor> list;
  list.reserve(v.n);
  for (int32_t k = 0; k < v.n; k++) {
    TORCH_CHECK(data[k], "tensor ", k, " of a list is missing");
    list.push_back(*data[k]);
  }
  return list;
}

IValue whole(int64_t i, const XOp::Arg& arg) {
  switch (arg.kind) {
    case XOp::Float: return static_cast<double>(i);
    case XOp::Boolean: return i != 0;
    case XOp::IntList: return IValue(std::vector<int64_t>(arg.repeat, i));
    case XOp::FloatList: return IValue(std::vector<double>(arg.repeat, static_cast<double>(i)));
    default: return i;
  }
}

IValue to_ivalue(const XVal& v, const XOp::Arg& arg) {
  switch (v.tag) {
    case TensorTag: return *static_cast<Tensor*>(v.p);
    case None: return IValue();
    case Int: return whole(v.i, arg);
    case Double: return arg.kind == XOp::FloatList ? IValue(std::vector<double>(arg.repeat, v.d)) : IValue(v.d);
    case Bool: return v.i != 0;
    case String: return std::string(static_cast<const char*>(v.p), v.n);
    case Ints: return int_list(v, arg);
    case Doubles: {
      auto data = static_cast<const double*>(v.p);
      return IValue(std::vector<double>(data, data + v.n));
    }
    case Bools: {
      c10::List<bool> list;
      for (int32_t k = 0; k < v.n; k++) list.push_back(static_cast<const int64_t*>(v.p)[k] != 0);
      return list;
    }
    case Tensors: case OptTensors: return tensor_list(v, arg);
    case DeviceTag:
      return c10::Device(static_cast<c10::DeviceType>(v.i), static_cast<c10::DeviceIndex>(v.n));
    case GeneratorTag: return *static_cast<at::Generator*>(v.p);
    case Complex: {
      auto parts = static_cast<const double*>(v.p);
      return c10::complex<double>(parts[0], parts[1]);
    }
    default: TORCH_CHECK(arg.has_default, "an argument without default is missing"); return arg.fallback;
  }
}

// KiB that only this tensor keeps alive, so that the collector can weigh its managed handle.
int32_t owned_kib(const Tensor& t) {
  auto impl = t.unsafeGetTensorImpl();
  if (!impl->has_storage() || impl->storage().use_count() != 1 || t.is_meta()) return 0;
  return static_cast<int32_t>(std::min<size_t>(impl->storage().nbytes() >> 10, INT32_MAX));
}

void give(XVal& out, Tensor&& t) {
  out.tag = t.defined() ? TensorTag : None;
  out.n = t.defined() ? owned_kib(t) : 0;
  out.p = t.defined() ? new Tensor(std::move(t)) : nullptr;
}

void give_list(XVal& out, const c10::List<Tensor>& list) {
  auto array = static_cast<Tensor**>(std::malloc(sizeof(Tensor*) * std::max<size_t>(list.size(), 1)));
  for (size_t k = 0; k < list.size(); k++) array[k] = new Tensor(list.get(k));
  out.tag = Tensors;
  out.n = static_cast<int32_t>(list.size());
  out.p = array;
}

void give_value(XVal& out, IValue&& v) {
  if (v.isTensor()) return give(out, std::move(v).toTensor());
  if (v.isTensorList()) return give_list(out, v.toTensorList());
  out.n = 0;
  if (v.isInt()) { out.tag = Int; out.i = v.toInt(); }
  else if (v.isDouble()) { out.tag = Double; out.d = v.toDouble(); }
  else if (v.isBool()) { out.tag = Bool; out.i = v.toBool(); }
  else { out.tag = None; out.p = nullptr; }
}

variable_list gather(Tensor* const* tensors, int32_t n) {
  variable_list list;
  list.reserve(n);
  for (int32_t k = 0; k < n; k++) list.push_back(tensors[k] ? *tensors[k] : Tensor());
  return list;
}

// A stack that keeps its memory between calls; nested calls (managed backward functions) get one of their own.
struct BorrowedStack {
  static std::vector<IValue>& spare() { static thread_local std::vector<IValue> stack; return stack; }
  std::vector<IValue> stack;
  BorrowedStack() { stack.swap(spare()); }
  ~BorrowedStack() { stack.clear(); stack.swap(spare()); }
};

using BackwardCallback = int32_t (*)(void* managed, Tensor** grads, int32_t ngrads, Tensor** saved, int32_t nsaved,
                                     Tensor** results, int32_t nresults, int64_t* exception);
using ReleaseCallback = void (*)(void* managed);

// A new node, and one in use, under the pointer of this libtorch.
template <typename T, typename Pointer = NodePtr>
Pointer make_node() {
  if constexpr (std::is_same_v<Pointer, std::shared_ptr<Node>>)
    return Pointer(new T(), [](auto* n) { deleteNode(n); });
  else
    return c10::make_intrusive<T>();
}
template <typename Pointer, typename T>
Pointer pointer_to(T* node) {
  if constexpr (std::is_same_v<Pointer, std::shared_ptr<Node>>)
    return node->shared_from_this();
  else
    return Pointer::reclaim_copy(node);
}

// An autograd node whose backward is managed code. Tensors saved for it live here, not in managed closures: the
// collector cannot see a cycle that passes through libtorch.
struct ManagedNode : Node {
  std::string label;
  std::vector<torch::autograd::SavedVariable> saved;
  BackwardCallback callback = nullptr;
  ReleaseCallback release = nullptr;
  void* managed = nullptr;
  int32_t inputs = 0;
  bool materialize = true;
  bool freed = false;

  ~ManagedNode() override { if (release) release(managed); }
  std::string name() const override { return label; }
  void release_variables() override { saved.clear(); freed = true; }

  variable_list apply(variable_list&& grads) override {
    TORCH_CHECK(!freed, label, ": the graph was freed by an earlier backward; call it with retain_graph: true");
    if (materialize)
      for (size_t k = 0; k < grads.size(); k++)
        if (!grads[k].defined()) grads[k] = input_metadata(k).zeros_like();
    auto self = pointer_to<NodePtr>(this);
    std::vector<Tensor*> given, kept, results(inputs, nullptr);
    for (auto& g : grads) given.push_back(g.defined() ? new Tensor(g) : nullptr);
    for (auto& s : saved) {
      auto t = s.unpack(self);
      kept.push_back(t.defined() ? new Tensor(t) : nullptr);
    }
    int64_t exception = 0;
    auto status = callback(managed, given.data(), given.size(), kept.data(), kept.size(), results.data(),
                           results.size(), &exception);
    variable_list list;
    for (auto r : results) {
      list.push_back(r ? std::move(*r) : Tensor());
      delete r;
    }
    if (status != 0) throw std::runtime_error("#managed:" + std::to_string(exception));
    return list;
  }
};

void attach(Tensor& output, const NodePtr& node, const variable_list& inputs, bool dirty, bool differentiable) {
  if (!differentiable || !torch::autograd::isDifferentiableType(output.scalar_type())) {
    node->add_input_metadata(Node::undefined_input());
    if (!dirty && output.requires_grad()) output = output.detach();
    return;
  }
  bool is_input = false;
  for (auto& i : inputs) is_input |= i.defined() && i.is_same(output);
  if (dirty && is_input) {
    TORCH_CHECK(!(output.is_leaf() && output.requires_grad()), node->name(),
                ": a leaf that requires grad cannot be changed in place");
    output.unsafeGetTensorImpl()->bump_version();
    auto slot = node->add_input_metadata(output);
    torch::autograd::impl::rebase_history(output, {node, slot});
    return;
  }
  if (is_input || output.requires_grad()) output = output.detach();
  torch::autograd::set_history(output, node);
}

}  // namespace

// ---- operators

API const char* x_op(const char* name, const char* overload, XOp** out) {
  *out = nullptr;
  return guarded_as(name, [&] {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    if (!found) return;
    auto op = std::unique_ptr<XOp>(new XOp{*found, {}});
    for (auto& a : found->schema().arguments()) {
      XOp::Arg arg{XOp::Any, 1, a.default_value().has_value(), IValue()};
      arg.kind = kind_of(a.type(), a.N().value_or(0), arg.repeat);
      if (arg.has_default) arg.fallback = *a.default_value();
      op->args.push_back(std::move(arg));
    }
    *out = op.release();
  });
}

API const char* x_call(const XOp* op, const XVal* args, int32_t n, XVal* out, int32_t cap, int32_t* nout) {
  return guarded([&] { return call_text(op, args, n); }, [&] {
    BorrowedStack borrowed;
    auto& stack = borrowed.stack;
    int32_t count = static_cast<int32_t>(op->args.size());
    TORCH_CHECK(n <= count, "takes ", count, " arguments, got ", n);
    stack.reserve(count);
    static const XVal missing{Default, 0, {0}};
    for (int32_t k = 0; k < count; k++) stack.push_back(to_ivalue(k < n ? args[k] : missing, op->args[k]));
    op->handle.callBoxed(&stack);
    *nout = std::min(static_cast<int32_t>(stack.size()), cap);
    for (int32_t k = 0; k < *nout; k++) give_value(out[k], std::move(stack[k]));
  });
}

// ---- tensors

API Tensor* x_copy(const Tensor* t) { return new Tensor(*t); }
API void x_free(Tensor* t) { delete t; }
API void x_free_array(void* p) { std::free(p); }

API void x_meta(const Tensor* t, XMeta* m) {
  auto impl = t->unsafeGetTensorImpl();
  bool strided = t->layout() == c10::kStrided;
  bool storage = strided && impl->has_storage() && impl->storage_initialized();
  *m = XMeta{storage && !t->is_meta() ? t->data_ptr() : nullptr, impl->sizes().data(),
             strided ? impl->strides().data() : nullptr, impl->numel(), strided ? impl->storage_offset() : 0,
             owned_kib(*t), static_cast<int32_t>(impl->dim()), static_cast<int32_t>(t->scalar_type()),
             static_cast<int32_t>(t->device().type()), t->device().index(), static_cast<int32_t>(t->itemsize()),
             0};
  m->flags = t->requires_grad() | (t->is_leaf() << 1) | ((strided && t->is_contiguous()) << 2) | (t->is_conj() << 3) |
             (t->is_neg() << 4) | (t->is_sparse() << 5) | (t->is_quantized() << 6) | (t->is_inference() << 7);
}

API const char* x_requires_grad(Tensor* t, bool value) {
  return guarded_as("requires_grad", [&] { t->set_requires_grad(value); });
}

API Tensor* x_grad(const Tensor* t) { return t->grad().defined() ? new Tensor(t->grad()) : nullptr; }

API const char* x_set_grad(Tensor* t, const Tensor* grad) {
  return guarded_as("grad", [&] {
    TORCH_CHECK(!grad || grad->sizes() == t->sizes(), "sizes ", grad->sizes(), " for a tensor of sizes ", t->sizes());
    t->mutable_grad() = grad ? *grad : Tensor();
  });
}

API const char* x_retain_grad(Tensor* t) { return guarded_as("retain_grad", [&] { t->retain_grad(); }); }

API const char* x_from_blob(void* data, const int64_t* sizes, int32_t dims, int32_t dtype, ReleaseCallback release,
                            void* managed, Tensor** out) {
  return guarded_as("from_blob", [&] {
    auto options = at::TensorOptions().dtype(static_cast<c10::ScalarType>(dtype));
    *out = new Tensor(at::from_blob(
        data, at::IntArrayRef(sizes, dims), [release, managed](void*) { release(managed); }, options));
  });
}

// ---- autograd

API bool x_grad_mode(int32_t set) {
  bool before = at::GradMode::is_enabled();
  if (set >= 0) at::GradMode::set_enabled(set != 0);
  return before;
}

API bool x_inference_mode() { return c10::InferenceMode::is_enabled(); }
API void* x_inference_enter(bool mode) { return new c10::InferenceMode(mode); }
API void x_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

API int32_t x_anomaly(int32_t set, bool check_nan) {
  using torch::autograd::AnomalyMode;
  int32_t before = AnomalyMode::is_enabled() | (AnomalyMode::should_check_nan() << 1);
  if (set >= 0) AnomalyMode::set_enabled(set != 0, check_nan);
  return before;
}

API const char* x_backward(Tensor* const* tensors, int32_t n, Tensor* const* grads, int32_t ngrads, int32_t retain,
                           bool create_graph, Tensor* const* inputs, int32_t ninputs) {
  return guarded_as("backward", [&] {
    torch::autograd::backward(gather(tensors, n), gather(grads, ngrads),
                              retain < 0 ? create_graph : retain != 0, create_graph, gather(inputs, ninputs));
  });
}

API const char* x_autograd_grad(Tensor* const* outputs, int32_t n, Tensor* const* grads, int32_t ngrads,
                                Tensor* const* inputs, int32_t ninputs, bool retain, bool create_graph,
                                bool allow_unused, Tensor** results) {
  return guarded_as("autograd.grad", [&] {
    auto list = torch::autograd::grad(gather(outputs, n), gather(inputs, ninputs), gather(grads, ngrads),
                                      retain || create_graph, create_graph, allow_unused);
    for (size_t k = 0; k < list.size(); k++) results[k] = list[k].defined() ? new Tensor(list[k]) : nullptr;
  });
}

// Puts a managed node behind outputs that were computed without gradients. Takes over `managed` whatever happens.
// inputs: one per argument of forward, null where it was no tensor. flags per output: 1 dirty, 2 not differentiable.
// results: null where the output itself is the result.
API const char* x_function(const char* name, Tensor* const* inputs, int32_t ninputs, Tensor* const* outputs,
                           const int32_t* flags, int32_t noutputs, Tensor* const* saved, int32_t nsaved,
                           bool materialize, BackwardCallback callback, ReleaseCallback release, void* managed,
                           Tensor** results) {
  auto owner = make_node<ManagedNode>();
  auto node = static_cast<ManagedNode*>(owner.get());
  node->callback = callback;
  node->release = release;
  node->managed = managed;
  return guarded_as(name, [&] {
    node->label = name;
    node->inputs = ninputs;
    node->materialize = materialize;
    auto arguments = gather(inputs, ninputs);
    bool needed = at::GradMode::is_enabled() && torch::autograd::any_variable_requires_grad(arguments);
    auto values = gather(outputs, noutputs);
    if (needed) {
      node->set_next_edges(torch::autograd::collect_next_edges(arguments));
      for (int32_t k = 0; k < noutputs; k++) attach(values[k], owner, arguments, flags[k] & 1, !(flags[k] & 2));
      for (int32_t k = 0; k < nsaved; k++) {
        Tensor keep = saved[k] ? *saved[k] : Tensor();
        bool is_output = false;
        for (int32_t j = 0; j < noutputs && keep.defined(); j++)
          if (outputs[j]->is_same(keep)) { keep = values[j]; is_output = values[j].grad_fn() == owner; }
        node->saved.emplace_back(keep, is_output);
      }
    }
    for (int32_t k = 0; k < noutputs; k++)
      results[k] = values[k].is_same(*outputs[k]) ? nullptr : new Tensor(values[k]);
  });
}

// ---- generators

API const char* x_generator(int32_t device_type, int32_t index, bool fresh, uint64_t seed, at::Generator** out) {
  return guarded_as("Generator", [&] {
    auto device = c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(index));
    if (device.is_cpu()) device = c10::Device(c10::kCPU);
    at::Generator found = at::globalContext().defaultGenerator(device);
    if (fresh) {
      found = found.clone();
      found.set_current_seed(seed);
    }
    *out = new at::Generator(found);
  });
}

API void x_generator_free(at::Generator* g) { delete g; }

API const char* x_generator_seed(at::Generator* g, int32_t mode, uint64_t* seed) {
  return guarded_as("Generator.seed", [&] {
    std::lock_guard<std::mutex> lock(g->mutex());
    if (mode == 0) *seed = g->current_seed();
    else if (mode == 1) g->set_current_seed(*seed);
    else *seed = g->seed();
  });
}

API const char* x_generator_state(at::Generator* g, const Tensor* set, Tensor** get) {
  return guarded_as("Generator.state", [&] {
    std::lock_guard<std::mutex> lock(g->mutex());
    if (set) g->set_state(*set);
    else *get = new Tensor(g->get_state());
  });
}

API const char* x_manual_seed(uint64_t seed, int32_t where) {
  return guarded_as("manual_seed", [&] {
    if (where == 0) at::manual_seed(seed);
    else if (where == 1) torch::cuda::manual_seed(seed);
    else torch::cuda::manual_seed_all(seed);
  });
}

// ---- process-wide settings: a negative value reads

API const char* x_setting(int32_t which, int64_t value, int64_t* current) {
  return guarded_as("setting", [&] {
    auto& context = at::globalContext();
    bool set = value >= 0;
    switch (which) {
      case 0: if (set) at::set_num_threads(value); else *current = at::get_num_threads(); break;
      case 1: if (set) at::set_num_interop_threads(value); else *current = at::get_num_interop_threads(); break;
      case 2: *current = torch::cuda::is_available() ? torch::cuda::device_count() : 0; break;
      case 3: torch::cuda::synchronize(value); break;
      case 4: *current = torch::cuda::cudnn_is_available(); break;
      case 5: if (set) context.setAllowTF32CuBLAS(value); else *current = context.allowTF32CuBLAS(); break;
      case 6: if (set) context.setAllowTF32CuDNN(value); else *current = context.allowTF32CuDNN(); break;
      case 7: if (set) context.setSDPUseFlash(value); else *current = context.userEnabledFlashSDP(); break;
      case 8: if (set) context.setSDPUseMath(value); else *current = context.userEnabledMathSDP(); break;
      default: TORCH_CHECK(false, "unknown setting ", which);
    }
  });
}

API const char* x_version() { return TORCH_VERSION; }

#include "torch_script.inl"
