using Mesh.Perception;
using Mesh.Perception.Chat;
using Microsoft.Extensions.Hosting;
using static TorchSharp.torch;

namespace Mesh.Encoder.Chat;

/// <summary>The network that is talked to, and the queue before it: one conversation runs, a few wait.</summary>
/// <param name="settings">Which network, where, and how many may wait.</param>
public sealed class ChatModel(ChatSettings settings) : BackgroundService
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lazy<QwenVlChat> _network = new(() => QwenVlChat.Load(settings.Folder!, Placement(settings)));
    private int _inside;

    /// <summary>What callers name it.</summary>
    public string Name { get; } = settings.Model
        ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(settings.Folder ?? ""));

    /// <summary>Replies when it is this conversation's turn.</summary>
    /// <exception cref="ChatException">Too many wait, or the conversation cannot be answered.</exception>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async Task<ChatReply> ReplyAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, Action<string>? onText,
        CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) > settings.Queue + 1)
                throw ChatException.Busy(settings.Queue);
            await _turn.WaitAsync(cancellation);
            try
            {
                return await Task.Run(
                    () => _network.Value.Reply(messages, options, onText, cancellation), cancellation);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (ChatTooLongException error)
        {
            throw ChatException.BadRequest("messages", error.Message, "context_length_exceeded");
        }
        catch (ArgumentException error)
        {
            throw ChatException.BadRequest("messages", error.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        if (_network.IsValueCreated)
            _network.Value.Dispose();
        _turn.Dispose();
    }

    // Loads before the first conversation; a service whose network cannot be loaded stops, and says why.
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Run(() => _ = _network.Value, stoppingToken);

    private static Placement Placement(ChatSettings settings) =>
        new(device(settings.Device), settings.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
}
