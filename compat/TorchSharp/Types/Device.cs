namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where tensors live: a kind and, for kinds with several, a number.</summary>
    public class Device
    {
        /// <param name="description">Such as "cpu", "cuda" or "cuda:1".</param>
        /// <exception cref="ArgumentException">The description names no device.</exception>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var colon = description.IndexOf(':', StringComparison.Ordinal);
            type = Parse(colon < 0 ? description : description[..colon]);
            index = colon < 0 ? -1 : int.TryParse(description.AsSpan(colon + 1), out var number)
                ? number
                : throw new ArgumentException($"'{description}' does not name a device.", nameof(description));
        }

        public Device(string deviceType, int index = -1)
        {
            ArgumentNullException.ThrowIfNull(deviceType);
            type = Parse(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>A CUDA device by its number.</summary>
        public Device(int index) : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        /// <summary>-1 for the current one.</summary>
        public int index { get; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return index < 0 || type == DeviceType.CPU ? name : $"{name}:{index}";
        }

        private static DeviceType Parse(string name) =>
            Enum.TryParse<DeviceType>(name, ignoreCase: true, out var found) && !char.IsDigit(name[0])
                ? found
                : throw new ArgumentException($"'{name}' does not name a device type.", nameof(name));
    }
}
