using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>One thing to time, here and in Python.</summary>
/// <param name="Name">The same name as in bench/peers.</param>
/// <param name="What">One line for the report.</param>
/// <param name="Target">Highest acceptable ratio of our time to the peer's.</param>
/// <param name="Build">Makes the inputs on a device and returns one step.</param>
/// <param name="Flops">Floating-point operations of one step; 0 where they say nothing.</param>
internal sealed record BenchCase(string Name, string What, double Target, Func<Device, Action> Build, double Flops = 0);
