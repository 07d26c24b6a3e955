namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private const int Block = 1 << 20;

        /// <summary>Writes the elements' bytes, the last dimension fastest.</summary>
        public unsafe void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            ArgumentNullException.ThrowIfNull(stream);
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var meta = detach().cpu().contiguous().Meta;
            var left = meta.NumberOfElements * meta.ElementSize;
            for (var next = meta.Data; left > 0; next += Block, left -= Block)
                stream.Write(new ReadOnlySpan<byte>(next, (int)Math.Min(left, Block)));
        }

        /// <summary>Fills the elements from bytes, the last dimension fastest.</summary>
        /// <exception cref="EndOfStreamException">The stream has fewer bytes.</exception>
        public unsafe void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            ArgumentNullException.ThrowIfNull(stream);
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var direct = is_cpu() && is_contiguous();
            var target = direct ? this : Ops.empty_memory_format.Call(shape, dtype, Arg.None, CPU);
            var meta = target.Meta;
            var left = meta.NumberOfElements * meta.ElementSize;
            for (var next = meta.Data; left > 0; next += Block, left -= Block)
                stream.ReadExactly(new Span<byte>(next, (int)Math.Min(left, Block)));
            if (!direct)
                copy_(target);
        }
    }
}
