#include <chrono>
#include <gloo/declarations.h>

// What the headers of libtorch 2.x call.
namespace gloo {
class Context {
 public:
  void setTimeout(std::chrono::milliseconds timeout);
};
}  // namespace gloo
