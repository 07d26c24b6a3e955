using Mesh.Contracts.Gateway.V1;

namespace Mesh.Gateway.Tests.Api;

public sealed class ListTests(LoneGateway gateway) : IClassFixture<LoneGateway>
{
    private readonly RunningGateway _mesh = gateway.Mesh;

    [Fact]
    public async Task Pages_give_every_edit_once_newest_first()
    {
        var ids = new List<string>();
        for (var n = 0; n < 5; n++)
            ids.Add((await _mesh.SubmitAsync(new() { Instruction = $"make it red {n}" }, gateway.Film)).Id);
        await _mesh.Grpc.CancelEditAsync(new() { Id = ids[2] });

        var listed = new List<string>();
        var token = "";
        do
        {
            var page = await _mesh.Grpc.ListEditsAsync(new() { PageSize = 2, PageToken = token });
            listed.AddRange(page.Edits.Select(edit => edit.Id));
            token = page.NextPageToken;
        }
        while (token != "");
        var cancelled = await _mesh.Grpc.ListEditsAsync(new() { State = EditState.Cancelled });

        Assert.Equal(ids.AsEnumerable().Reverse(), listed);
        Assert.Equal(ids[2], Assert.Single(cancelled.Edits).Id);
    }

    [Theory]
    [InlineData(-1, "", 0, "page_size: must be 0 to 200, got -1")]
    [InlineData(201, "", 0, "page_size: must be 0 to 200, got 201")]
    [InlineData(1, "x'y", 0, "page_token: must be the next_page_token of a page before, got something else")]
    [InlineData(1, "", 77, "state: must be 0 to 5, got 77")]
    public async Task A_page_that_cannot_be_is_refused(int size, string token, int state, string problem) =>
        Assert.Equal(problem, await RunningGateway.RefusedAsync(async () => await _mesh.Grpc.ListEditsAsync(
            new() { PageSize = size, PageToken = token, State = (EditState)state })));
}
