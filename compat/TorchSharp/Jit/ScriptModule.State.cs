namespace TorchSharp;

public static partial class torch
{
    public static unsafe partial class jit
    {
        public partial class ScriptModule
        {
            /// <inheritdoc/>
            public override bool training
            {
                get
                {
                    byte current;
                    NativeError.Check(Native.j_train(Handle, -1, &current));
                    GC.KeepAlive(this);
                    return current != 0;
                }
            }

            /// <inheritdoc/>
#pragma warning disable CA1725  // The official signature names it so.
            public override void train(bool on = true)
#pragma warning restore CA1725
            {
                byte current;
                NativeError.Check(Native.j_train(Handle, on ? 1 : 0, &current));
                GC.KeepAlive(this);
            }

            /// <inheritdoc/>
            public override void eval() => train(false);

            /// <summary>Tensors that the code names, parameters and buffers among them.</summary>
            /// <param name="recurse">Whether those of the submodules too, with dotted names.</param>
            public (string name, Tensor buffer)[] named_attributes(bool recurse = true) =>
                [.. List(2, recurse).Select(pair => (pair.Name, (Tensor)pair.Value))];

            /// <summary>Puts another tensor in the place of one that the code names.</summary>
            public void set_attribute(string name, Tensor buffer)
            {
                ArgumentNullException.ThrowIfNull(buffer);
                NativeError.Check(Native.j_set_attribute(Handle, name, buffer.Handle));
                GC.KeepAlive(buffer);
                GC.KeepAlive(this);
            }

            /// <inheritdoc/>
            protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) =>
                Move(device.type, device.index, (int)dtype, non_blocking);

            /// <inheritdoc/>
            protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Move(deviceType, deviceIndex, -1, non_blocking);

            /// <inheritdoc/>
            protected internal override nn.Module _to(ScalarType dtype, bool non_blocking)
            {
                NativeError.Check(Native.j_to(Handle, -1, -1, (int)dtype, non_blocking ? (byte)1 : (byte)0));
                GC.KeepAlive(this);
                return this;
            }

            // The library changes the tensors in place, so that what is registered here follows.
            private ScriptModule Move(DeviceType type, int index, int dtype, bool non_blocking)
            {
                NativeError.Check(Native.j_to(Handle, (int)type, index, dtype, non_blocking ? (byte)1 : (byte)0));
                GC.KeepAlive(this);
                (_deviceType, _deviceIndex) = (type, index);
                return this;
            }
        }
    }
}
