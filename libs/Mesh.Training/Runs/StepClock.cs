using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Mesh.Training.Runs;

/// <summary>Where the time of a step goes.</summary>
internal sealed class StepClock
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, double> _seconds = [];
    private readonly double _communication;
    private readonly Device _device;

    /// <param name="communication">Seconds this rank has waited for others before the step.</param>
    /// <param name="device">Where the step is computed.</param>
    public StepClock(double communication, Device device) => (_communication, _device) = (communication, device);

    /// <summary>The time since the last call belongs to this part.</summary>
    public void Lap(string part)
    {
        if (_device.type == DeviceType.CUDA)
            cuda.synchronize(_device);  // a GPU is given work ahead of time
        _seconds[part] = _seconds.GetValueOrDefault(part) + _clock.Elapsed.TotalSeconds;
        _clock.Restart();
    }

    /// <param name="communication">Seconds this rank has waited for others until now.</param>
    public StepTimes Times(double communication) => new(
        Of(nameof(StepTimes.Data)),
        Of(nameof(StepTimes.Forward)),
        Of(nameof(StepTimes.Backward)),
        Of(nameof(StepTimes.Optimizer)),
        Of(nameof(StepTimes.Checkpoint)),
        communication - _communication);

    private double Of(string part) => _seconds.GetValueOrDefault(part);
}
