using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Mesh.Contracts.Gateway.V1;

namespace Mesh.Gateway.Tests.Hostile;

public sealed class HostileRequestTests(LoneGateway gateway) : IClassFixture<LoneGateway>, IDisposable
{
    private static readonly string[] Unary = ["GetEdit", "ListEdits", "CancelEdit", "WatchEdit", "DownloadEdit"];

    private readonly RawGrpc _grpc = new(gateway.Mesh.Host.GrpcAddress);

    public void Dispose() => _grpc.Dispose();

    // 120 messages: what is meant for one field lands in another, has another type, or ends in the middle.
    [Fact]
    public async Task A_damaged_message_gives_a_clean_status()
    {
        byte[][] messages =
        [
            new ListEditsRequest { PageSize = 7, PageToken = "12", State = EditState.Failed }.ToByteArray(),
            new GetEditRequest { Id = new('a', 32) }.ToByteArray(),
            new SubmitEditRequest
            {
                Options = new() { Instruction = "make it red", Seed = 1, Guidance = 2, FileName = "a.mp4" },
            }.ToByteArray(),
        ];
        var wrong = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 120), async (seed, _) =>
        {
            var random = new Random(seed);
            var message = Mutations.Flipped(messages[seed % messages.Length], random);
            var method = seed % 3 == 2 ? "SubmitEdit" : Unary[random.Next(Unary.Length)];
            var status = await _grpc.CallAsync(method, RawGrpc.Frame(message[..random.Next(message.Length + 1)]));
            if (!IsClean(status))
                wrong.Add($"{method} {seed}: {status}");
        });

        Assert.Empty(wrong);
        await StillWorksAsync();
    }

    public static TheoryData<string, byte[]> Frames => new()
    {
        { "no frame", [] },
        { "half a frame", [0, 0, 0] },
        { "a frame longer than it is", RawGrpc.Frame([10, 1, 97], length: 1000) },
        { "a frame of 4 GiB", RawGrpc.Frame([10, 1, 97], length: uint.MaxValue) },
        { "a frame of 5 MiB", RawGrpc.Frame(new byte[5 << 20]) },
        { "compressed without saying how", RawGrpc.Frame(Bombs.Gzip(100), compressed: 1) },
        { "a flag that does not exist", RawGrpc.Frame([10, 1, 97], compressed: 255) },
        { "two messages where one belongs", [.. RawGrpc.Frame([10, 1, 97]), .. RawGrpc.Frame([10, 1, 98])] },
        { "bytes that are no UTF-8", RawGrpc.Frame([10, 4, 0xFF, 0xFE, 0xC0, 0x80]) },
        { "a string that never ends", RawGrpc.Frame([10, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 97]) },
        { "a number that never ends", RawGrpc.Frame([.. Enumerable.Repeat((byte)0xFF, 100)]) },
        { "groups within groups", RawGrpc.Frame([.. Enumerable.Repeat((byte)0x0B, 10_000)]) },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public async Task A_frame_that_is_wrong_gives_a_clean_status(string what, byte[] body)
    {
        foreach (var method in (string[])["GetEdit", "WatchEdit", "SubmitEdit"])
        {
            var status = await _grpc.CallAsync(method, body);
            Assert.True(IsClean(status), $"{what}, {method}: {status}");
        }
        await StillWorksAsync();
    }

    [Fact]
    public async Task A_message_that_unpacks_to_a_gigabyte_is_refused_without_unpacking_it()
    {
        var before = GC.GetTotalAllocatedBytes();

        var status = await _grpc.CallAsync(
            "SubmitEdit", RawGrpc.Frame(Bombs.Gzip(64 << 20), compressed: 1),
            request => request.Headers.Add("grpc-encoding", "gzip"));

        Assert.Equal((200, (int)StatusCode.ResourceExhausted), (status.Http, status.Grpc));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200L << 20);
    }

    [Theory]
    [InlineData("/mesh.gateway.v1.Gateway/Absent")]
    [InlineData("/mesh.gateway.v1.Absent/GetEdit")]
    [InlineData("/mesh.gateway.v1.Gateway/../../etc/passwd")]
    [InlineData("/mesh.gateway.v1.Gateway/GetEdit/more")]
    [InlineData("/")]
    public async Task A_method_that_does_not_exist_is_told_so(string path)
    {
        var status = await _grpc.CallAsync(path, new ByteArrayContent(RawGrpc.Frame([])));

        Assert.True(status.Grpc == (int)StatusCode.Unimplemented || status.Http == 404, $"{status}");
    }

    [Theory]
    [InlineData("grpc-encoding", "zstd")]
    [InlineData("grpc-timeout", "99999999999H")]
    [InlineData("grpc-timeout", "-1S")]
    [InlineData("grpc-timeout", "1n")]
    [InlineData("x-mesh-bin", "this is not base64!")]
    [InlineData("traceparent", "00-zz-zz-zz")]
    [InlineData("authorization", "Bearer \t")]
    public async Task A_header_that_is_wrong_gives_a_clean_status(string name, string value)
    {
        var status = await _grpc.CallAsync(
            "ListEdits", RawGrpc.Frame([]), request => request.Headers.TryAddWithoutValidation(name, value));

        Assert.True(IsClean(status) || status.Grpc == 0, $"{name}: {value}: {status}");
        await StillWorksAsync();
    }

    [Fact]
    public async Task Headers_of_a_megabyte_break_nothing_but_their_own_call()
    {
        try
        {
            await _grpc.CallAsync(
                "ListEdits", RawGrpc.Frame([]), request => request.Headers.Add("x-much", new string('a', 1 << 20)));
        }
        catch (HttpRequestException)
        {
            // The connection is closed; that is a clean end, too.
        }

        await StillWorksAsync();
    }

    [Fact]
    public async Task A_call_that_is_dropped_in_its_middle_leaves_no_upload()
    {
        var folder = Path.Combine(gateway.Mesh.ArtifactFolder, "edits");
        for (var n = 0; n < 20; n++)
        {
            using var call = gateway.Mesh.Grpc.SubmitEdit();
            await call.RequestStream.WriteAsync(new() { Options = new() { Instruction = "make it red" } });
            await call.RequestStream.WriteAsync(new() { Video = ByteString.CopyFrom(gateway.Film) });
        }

        await StillWorksAsync();
        for (var patience = 0; Directory.Exists(folder) && Directory.GetDirectories(folder).Length > 0; patience++)
        {
            Assert.True(patience < 300, $"uploads are left: {string.Join(", ", Directory.GetDirectories(folder))}");
            await Task.Delay(100);
        }
    }

    private static bool IsClean((int Http, int? Grpc) status) => status.Grpc is { } code
        ? code != (int)StatusCode.Unknown
        : status.Http is >= 400 and < 500;

    private async Task StillWorksAsync() => await gateway.Mesh.Grpc.ListEditsAsync(new() { PageSize = 1 });
}
