// What training on many ranks needs of libtorch and TorchSharp does not offer: the stores and process groups of c10d,
// storages that are freed and filled again, and a count of the memory of the CPU.
// Tensors are pointers to a heap at::Tensor. A function that can fail returns null or a message, which lives until the
// thread's next error. Compiles against libtorch 1.13 and 2.x.
#define USE_C10D_GLOO
#include <ATen/ATen.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/impl/alloc_cpu.h>
#include <torch/csrc/api/include/torch/version.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#if __has_include(<nccl.h>) && __has_include(<cuda_runtime_api.h>) && __has_include(<cusparse.h>) && \
    __has_include(<torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>)
#define HAS_NCCL
#define USE_C10D_NCCL
#include <ATen/cuda/CUDAContext.h>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#define API extern "C" __attribute__((visibility("default")))

using at::Tensor;
using std::chrono::milliseconds;

#if TORCH_VERSION_MAJOR >= 2
using Backend = c10d::Backend;
#else
using Backend = c10d::ProcessGroup;
#endif

namespace {

thread_local std::string message;

template <typename F>
const char* guarded(F&& f) {
  try {
    f();
    return nullptr;
  } catch (const c10::Error& e) {
    message = e.what_without_backtrace();
  } catch (const std::exception& e) {
    message = e.what();
  } catch (...) {
    message = "unknown C++ exception";
  }
  return message.c_str();
}

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 2)
constexpr const char* kBlockingWait = "TORCH_NCCL_BLOCKING_WAIT";
#else
constexpr const char* kBlockingWait = "NCCL_BLOCKING_WAIT";
#endif

struct StoreHandle { c10::intrusive_ptr<c10d::Store> store; uint16_t port; };
struct GroupHandle { c10::intrusive_ptr<Backend> group; bool nccl; };
struct WorkHandle { c10::intrusive_ptr<c10d::Work> work; std::vector<Tensor> held; };

std::vector<uint8_t> bytes(const std::string& text) { return {text.begin(), text.end()}; }

void give(const std::vector<uint8_t>& value, char* buffer, int32_t capacity, int32_t* length) {
  *length = static_cast<int32_t>(value.size());
  std::copy_n(value.begin(), std::min<size_t>(value.size(), capacity), buffer);
}

Tensor as_bytes(const Tensor& t) {
  TORCH_CHECK(t.is_contiguous(), "a tensor of a collective must be contiguous");
  return t.view({-1}).view(at::kByte);
}

// Counts what the CPU allocator of libtorch has given out. A header before each block holds its size.
constexpr size_t kHeader = 64;
std::atomic<int64_t> current_bytes{0}, peak_bytes{0};

void count(int64_t change) {
  auto now = current_bytes.fetch_add(change) + change;
  auto peak = peak_bytes.load();
  while (now > peak && !peak_bytes.compare_exchange_weak(peak, now)) {}
}

void free_counted(void* block) {
  if (!block) return;
  auto start = static_cast<char*>(block) - kHeader;
  count(-*reinterpret_cast<int64_t*>(start));
  c10::free_cpu(start);
}

struct CountingAllocator final : at::Allocator {
  at::DataPtr make(size_t size) const {
    if (size == 0) return {nullptr, nullptr, &free_counted, at::Device(at::kCPU)};
    auto start = static_cast<char*>(c10::alloc_cpu(size + kHeader));
    *reinterpret_cast<int64_t*>(start) = static_cast<int64_t>(size);
    count(static_cast<int64_t>(size));
    return {start + kHeader, start + kHeader, &free_counted, at::Device(at::kCPU)};
  }
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
  at::DataPtr allocate(size_t size) override { return make(size); }
  void copy_data(void* to, const void* from, std::size_t size) const override { default_copy_data(to, from, size); }
#else
  at::DataPtr allocate(size_t size) const override { return make(size); }
#endif
  at::DeleterFnPtr raw_deleter() const override { return &free_counted; }
};

}  // namespace

API const char* d_store(
    const char* host, int32_t port, uint8_t server, int64_t timeout_ms, StoreHandle** result, int32_t* actual) {
  return guarded([&] {
    c10d::TCPStoreOptions options;
    options.port = static_cast<uint16_t>(port);
    options.isServer = server != 0;
    options.waitWorkers = false;
    options.timeout = milliseconds(timeout_ms);
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
    options.useLibUV = false;
#endif
    auto store = c10::make_intrusive<c10d::TCPStore>(std::string(host), options);
    *actual = store->getPort();
    *result = new StoreHandle{store, store->getPort()};
  });
}

API void d_store_free(StoreHandle* store) { delete store; }

API const char* d_store_set(StoreHandle* store, const char* key, const char* value) {
  return guarded([&] { store->store->set(key, bytes(value)); });
}

// Sets the value where there is none; the result is the value that holds.
API const char* d_store_claim(
    StoreHandle* store, const char* key, const char* value, char* buffer, int32_t capacity, int32_t* length) {
  return guarded([&] { give(store->store->compareSet(key, {}, bytes(value)), buffer, capacity, length); });
}

// A missing key has the length -1.
API const char* d_store_get(StoreHandle* store, const char* key, char* buffer, int32_t capacity, int32_t* length) {
  return guarded([&] {
    *length = -1;
    if (store->store->check({std::string(key)})) give(store->store->get(key), buffer, capacity, length);
  });
}

API const char* d_group(
    StoreHandle* store, const char* prefix, const char* host, int32_t rank, int32_t size, int64_t timeout_ms,
    GroupHandle** result) {
  return guarded([&] {
    auto options = c10d::ProcessGroupGloo::Options::create(milliseconds(timeout_ms));
    options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(host));
    auto prefixed = c10::make_intrusive<c10d::PrefixStore>(std::string(prefix), store->store);
    *result = new GroupHandle{c10::make_intrusive<c10d::ProcessGroupGloo>(prefixed, rank, size, options), false};
  });
}

// Waits block the thread: a rank that is gone becomes an error of the one that waits for it, after the timeout.
API const char* d_group_nccl(
    StoreHandle* store, const char* prefix, int32_t rank, int32_t size, int64_t timeout_ms, GroupHandle** result) {
  return guarded([&] {
#ifdef HAS_NCCL
    setenv(kBlockingWait, "1", 0);
    auto options = c10d::ProcessGroupNCCL::Options::create();
    options->timeout = milliseconds(timeout_ms);
    auto prefixed = c10::make_intrusive<c10d::PrefixStore>(std::string(prefix), store->store);
    *result = new GroupHandle{c10::make_intrusive<c10d::ProcessGroupNCCL>(prefixed, rank, size, options), true};
#else
    TORCH_CHECK(false, "this libmeshdistributed.so was compiled without the headers of NCCL and CUDA: put nccl.h and "
        "cuda_runtime_api.h on CPATH, set LIBTORCH to a libtorch with CUDA, and build again");
#endif
  });
}

API void d_group_free(GroupHandle* group) {
#if defined(HAS_NCCL) && (TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4))
  if (group->nccl) guarded([&] { static_cast<c10d::ProcessGroupNCCL*>(group->group.get())->shutdown(); });
#endif
  delete group;
}

// Name of a GPU, as its maker gives it.
API const char* d_device_name(int32_t index, char* buffer, int32_t capacity, int32_t* length) {
  return guarded([&] {
#ifdef HAS_NCCL
    give(bytes(at::cuda::getDeviceProperties(static_cast<c10::DeviceIndex>(index))->name), buffer, capacity, length);
#else
    *length = -1;
#endif
  });
}

API const char* d_all_reduce(GroupHandle* group, Tensor* tensor, WorkHandle** work) {
  return guarded([&] {
    std::vector<Tensor> tensors{*tensor};
    *work = new WorkHandle{group->group->allreduce(tensors), tensors};
  });
}

API const char* d_all_gather(GroupHandle* group, Tensor* output, Tensor* input, WorkHandle** work) {
  return guarded([&] {
    auto all = as_bytes(*output);
    if (group->nccl) {
      auto one = as_bytes(*input);
      *work = new WorkHandle{group->group->_allgather_base(all, one), {all, one}};
      return;
    }
    std::vector<std::vector<Tensor>> outputs{all.chunk(group->group->getSize())};
    std::vector<Tensor> inputs{as_bytes(*input)};
    *work = new WorkHandle{group->group->allgather(outputs, inputs), {all}};
  });
}

// Counts are of bytes, one for each rank.
API const char* d_all_to_all(
    GroupHandle* group, Tensor* output, Tensor* input, const int64_t* output_counts, const int64_t* input_counts,
    WorkHandle** work) {
  return guarded([&] {
    auto size = group->group->getSize();
    auto to = as_bytes(*output), from = as_bytes(*input);
    std::vector<int64_t> received(output_counts, output_counts + size), sent(input_counts, input_counts + size);
    *work = new WorkHandle{group->group->alltoall_base(to, from, received, sent), {to, from}};
  });
}

// Waits for the work and frees it.
API const char* d_wait(WorkHandle* work) {
  std::unique_ptr<WorkHandle> owned(work);
  return guarded([&] { work->work->wait(); });
}

// Gives the storage of a tensor and of all its views new memory, or none.
API const char* d_storage(Tensor* tensor, int64_t size) {
  return guarded([&] {
    c10::OptionalDeviceGuard guard(tensor->device());  // a GPU's allocator gives memory of the current one
    auto storage = tensor->storage().unsafeGetStorageImpl();
    storage->set_data_ptr(storage->allocator()->allocate(size));
    storage->set_nbytes(static_cast<size_t>(size));
  });
}

// Lets a parameter be another tensor: same object, other memory, no record of a change. A parameter of shapes alone
// becomes one of the device of the data first.
API const char* d_set_data(Tensor* parameter, Tensor* data) {
  return guarded([&] {
    if (parameter->is_meta()) {
      auto real = at::empty({0}, data->options());
      real.set_requires_grad(parameter->requires_grad());
      *parameter = real;
    }
    parameter->set_data(*data);
  });
}

API void d_count_memory() {
  static CountingAllocator allocator;
  c10::SetCPUAllocator(&allocator, 1);
}

API int64_t d_memory(uint8_t peak) { return peak ? peak_bytes.load() : current_bytes.load(); }

API void d_reset_peak() { peak_bytes.store(current_bytes.load()); }
