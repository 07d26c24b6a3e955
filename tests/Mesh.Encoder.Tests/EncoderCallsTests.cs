using Grpc.Core;
using Mesh.Contracts.Encoder.V1;
using Mesh.Contracts.Tensors;
using Mesh.Editing;
using Mesh.Editing.Stages;
using Mesh.Serving.Wire;
using Mesh.Stages.Tests;

namespace Mesh.Encoder.Tests;

public sealed class EncoderCallsTests : IAsyncLifetime
{
    private StageHost _host = null!;

    public async Task InitializeAsync() => _host = await StageHost.StartAsync(new EncoderService());

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(1.0)]
    public async Task A_condition_over_the_wire_is_that_of_the_library(double? guidance)
    {
        var request = new EncodeRequest { Instruction = "make it red" };
        if (guidance is { } scale)
            request.Guidance = scale;

        var received = await EncodeAsync(request);

        using var model = ModelFolder.Load(_host.Model, parts: ModelParts.Text);
        using var expected = new TextStage(model).Encode("make it red", guidance).Condition;
        var tensors = ConditionFile.Tensors(expected);
        Assert.Equal(tensors.Keys.Order(), received.Keys.Order());
        Assert.All(tensors, tensor =>
        {
            var wire = tensor.Value.ToWire(tensor.Key);
            Assert.Equal(wire.Shape, received[tensor.Key].Shape);
            Assert.Equal(wire.Bytes.ToArray(), received[tensor.Key].Bytes.ToArray());
        });
    }

    [Theory]
    [InlineData("make it rainy", "", null, StatusCode.InvalidArgument, "instruction", "rainy")]
    [InlineData("make make make make make make it", "", null, StatusCode.InvalidArgument, "instruction", "7 words")]
    [InlineData(" ", "", null, StatusCode.InvalidArgument, "instruction", "empty")]
    [InlineData("make it red", "giant", null, StatusCode.NotFound, null, "only tiny")]
    [InlineData("make it red", "", -1.0, StatusCode.InvalidArgument, "guidance", "got -1")]
    [InlineData("make it red", "", double.NaN, StatusCode.InvalidArgument, "guidance", "got NaN")]
    public async Task What_cannot_be_encoded_is_told_with_its_field(
        string instruction, string model, double? guidance, StatusCode code, string? field, string part)
    {
        var request = new EncodeRequest { Instruction = instruction, Model = model };
        if (guidance is { } scale)
            request.Guidance = scale;

        var refusal = await StageHost.RefusalAsync(() => EncodeAsync(request));

        Assert.Equal((code, field), (refusal.Code, refusal.Field));
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, WireTensor>> EncodeAsync(EncodeRequest request)
    {
        using var call = new Contracts.Encoder.V1.Encoder.EncoderClient(_host.Channel).Encode(request);
        return await StageHost.ReadAsync(call.ResponseStream, part => part);
    }
}
