using System.IO.Hashing;
using Mesh.Contracts.Objects.V1;

namespace Mesh.Contracts.Tensors;

/// <summary>Puts the tensors of a stream together, and believes nothing that it was not shown.</summary>
/// <param name="limits">What is taken.</param>
public sealed class TensorReceiver(TensorLimits limits)
{
    private readonly XxHash3 _checksum = new();
    private readonly HashSet<string> _names = [];
    private TensorHeader? _header;
    private byte[] _bytes = [];
    private int _received;
    private long _total;

    /// <summary>Takes the next message.</summary>
    /// <returns>The tensor that it completes, over an array of its own; null when it completes none.</returns>
    /// <exception cref="InvalidDataException">
    /// The message cannot follow; it says which tensor, what was expected, and what came.
    /// </exception>
    public WireTensor? Add(TensorPart part)
    {
        switch (part.PartCase)
        {
            case TensorPart.PartOneofCase.Header:
                Start(part.Header);
                return null;
            case TensorPart.PartOneofCase.Payload:
                Fill(part.Payload.Span);
                return null;
            case TensorPart.PartOneofCase.End:
                return Complete(part.End.Checksum);
            default:
                throw new InvalidDataException("A tensor part must be a header, a payload or an end, got nothing.");
        }
    }

    /// <summary>Says that no message follows.</summary>
    /// <exception cref="InvalidDataException">A tensor was begun and not ended.</exception>
    public void End()
    {
        if (_header is { } header)
        {
            throw new InvalidDataException(
                $"Tensor '{header.Name}' was cut off: {header.ByteLength} bytes and an end expected, got {_received}.");
        }
    }

    private void Start(TensorHeader header)
    {
        if (_header is { } open)
            throw new InvalidDataException($"Tensor '{open.Name}' must end before '{Short(header.Name)}' starts.");
        if (header.Name.Length is 0 || header.Name.Length > limits.MaxName)
        {
            throw new InvalidDataException(
                $"A tensor's name must have 1 to {limits.MaxName} characters, got {header.Name.Length}.");
        }
        if (_names.Count == limits.MaxTensors)
            throw new InvalidDataException($"At most {limits.MaxTensors} tensors are taken; '{header.Name}' is more.");
        if (!_names.Add(header.Name))
            throw new InvalidDataException($"Tensor '{header.Name}' comes twice.");
        if (header.Shape.Count > limits.MaxRank)
        {
            throw new InvalidDataException(
                $"Tensor '{header.Name}' must have at most {limits.MaxRank} dimensions, got {header.Shape.Count}.");
        }

        RequireSize(header);
        (_header, _received) = (header, 0);
        _bytes = GC.AllocateUninitializedArray<byte>((int)header.ByteLength);
        _total += header.ByteLength;
        _checksum.Reset();
    }

    private void RequireSize(TensorHeader header)
    {
        if (WireDType.SizeOf(header.Dtype) is null)
            throw new InvalidDataException($"Tensor '{header.Name}' has the unknown element type {header.Dtype}.");
        var bytes = TensorShape.Bytes(header.Dtype, header.Shape);
        if (bytes is null || bytes != header.ByteLength)
        {
            throw new InvalidDataException(
                $"Tensor '{header.Name}' {header.Dtype} {TensorShape.Text(header.Shape)} must have "
                + $"{(bytes is null ? "a possible shape" : $"{bytes} bytes")}, got byte_length {header.ByteLength}.");
        }
        if (bytes > Math.Min(limits.MaxBytes, Array.MaxLength) - _total)
        {
            throw new InvalidDataException(
                $"Tensor '{header.Name}' has {bytes} bytes after {_total}; at most {limits.MaxBytes} are taken.");
        }
    }

    private void Fill(ReadOnlySpan<byte> payload)
    {
        var header = _header ?? throw new InvalidDataException("A payload must follow a header.");
        if (payload.Length == 0)
            throw new InvalidDataException($"Tensor '{header.Name}' has an empty payload.");
        if (payload.Length > _bytes.Length - _received)
        {
            throw new InvalidDataException(
                $"Tensor '{header.Name}' must have {_bytes.Length} bytes, got {_received + (long)payload.Length}.");
        }
        payload.CopyTo(_bytes.AsSpan(_received));
        _checksum.Append(payload);
        _received += payload.Length;
    }

    private WireTensor Complete(ulong expected)
    {
        var header = _header ?? throw new InvalidDataException("An end must follow a header.");
        if (_received < _bytes.Length)
            throw new InvalidDataException($"Tensor '{header.Name}' must have {_bytes.Length} bytes, got {_received}.");
        var checksum = _checksum.GetCurrentHashAsUInt64();
        if (checksum != expected)
        {
            throw new InvalidDataException(
                $"Tensor '{header.Name}' has the checksum {checksum:x16}, but {expected:x16} was sent.");
        }
        if (header.Dtype == DType.Bool && _bytes.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new InvalidDataException($"Tensor '{header.Name}' is of bool and has bytes other than 0 and 1.");

        var tensor = new WireTensor(header.Name, header.Dtype, [.. header.Shape], _bytes);
        (_header, _bytes) = (null, []);
        return tensor;
    }

    private string Short(string name) => name.Length <= limits.MaxName ? name : $"{name[..limits.MaxName]}...";
}
