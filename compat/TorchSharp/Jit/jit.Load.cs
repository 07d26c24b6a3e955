namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class jit
    {
        public static ScriptModule load(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Load(filename, device_type, device_index));

        public static ScriptModule load(string filename, Device map_location) =>
            new(Load(filename, map_location));

        public static ScriptModule load(string filename, string map_location) =>
            new(Load(filename, device(map_location)));

        public static ScriptModule load(
            byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Load(bytes, device_type, device_index));

        public static ScriptModule load(byte[] bytes, Device map_location) =>
            new(Load(bytes, map_location));

        public static ScriptModule load(byte[] bytes, string map_location) =>
            new(Load(bytes, device(map_location)));

        public static ScriptModule<TResult> load<TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Load(filename, device_type, device_index));

        public static ScriptModule<TResult> load<TResult>(string filename, Device map_location) =>
            new(Load(filename, map_location));

        public static ScriptModule<TResult> load<TResult>(string filename, string map_location) =>
            new(Load(filename, device(map_location)));

        public static ScriptModule<TResult> load<TResult>(
            byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Load(bytes, device_type, device_index));

        public static ScriptModule<TResult> load<TResult>(byte[] bytes, Device map_location) =>
            new(Load(bytes, map_location));

        public static ScriptModule<TResult> load<TResult>(byte[] bytes, string map_location) =>
            new(Load(bytes, device(map_location)));

        public static ScriptModule<T1, TResult> load<T1, TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Load(filename, device_type, device_index));

        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, Device map_location) =>
            new(Load(filename, map_location));

        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, string map_location) =>
            new(Load(filename, device(map_location)));

        public static ScriptModule<T1, TResult> load<T1, TResult>(
            byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Load(bytes, device_type, device_index));

        public static ScriptModule<T1, TResult> load<T1, TResult>(byte[] bytes, Device map_location) =>
            new(Load(bytes, map_location));

        public static ScriptModule<T1, TResult> load<T1, TResult>(byte[] bytes, string map_location) =>
            new(Load(bytes, device(map_location)));

        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Load(filename, device_type, device_index));

        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(string filename, Device map_location) =>
            new(Load(filename, map_location));

        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(string filename, string map_location) =>
            new(Load(filename, device(map_location)));

        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(
            byte[] bytes, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Load(bytes, device_type, device_index));

        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(byte[] bytes, Device map_location) =>
            new(Load(bytes, map_location));

        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(byte[] bytes, string map_location) =>
            new(Load(bytes, device(map_location)));
    }
}
