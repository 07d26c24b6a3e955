// Autocast for the calling thread: what the tensor library's public API lacks. Compiles against libtorch 1.13 and 2.x.
#include <ATen/autocast_mode.h>
#include <torch/csrc/api/include/torch/version.h>

#define API extern "C" __attribute__((visibility("default")))

namespace {

// 2.4 brought one setting per kind of device in place of two pairs.
void autocast(c10::DeviceType device, bool on, c10::ScalarType dtype) {
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
  at::autocast::set_autocast_enabled(device, on);
  at::autocast::set_autocast_dtype(device, dtype);
#else
  if (device == c10::DeviceType::CUDA) {
    at::autocast::set_enabled(on);
    at::autocast::set_autocast_gpu_dtype(dtype);
  } else {
    at::autocast::set_cpu_enabled(on);
    at::autocast::set_autocast_cpu_dtype(dtype);
  }
#endif
}

}  // namespace

// device: 0 CPU, 1 CUDA. Turning it off forgets the weights that were cast.
API void p_autocast(int32_t device, bool on, int32_t dtype) {
  autocast(static_cast<c10::DeviceType>(device), on, static_cast<c10::ScalarType>(dtype));
  if (!on) at::autocast::clear_cache();
}
