using Google.Protobuf;

namespace Mesh.ServiceDefaults.Tests.Telemetry;

/// <summary>Fields of a protobuf message whose definition is not at hand; the reader knows the numbers.</summary>
internal sealed class ProtoFields
{
    private readonly List<(int Number, ByteString Bytes)> _fields = [];

    public ProtoFields(ByteString message)
    {
        var input = message.CreateCodedInput();
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                _fields.Add((WireFormat.GetTagFieldNumber(tag), input.ReadBytes()));
            else
                input.SkipLastField();
        }
    }

    public IEnumerable<ProtoFields> Messages(int number) => All(number).Select(bytes => new ProtoFields(bytes));

    public string Text(int number) => All(number).FirstOrDefault()?.ToStringUtf8() ?? "";

    public string Hex(int number) => Convert.ToHexStringLower(All(number).FirstOrDefault()?.ToByteArray() ?? []);

    private IEnumerable<ByteString> All(int number) =>
        from field in _fields where field.Number == number select field.Bytes;
}
