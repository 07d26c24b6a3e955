using System.Runtime.CompilerServices;
using Grpc.Core;
using Wire = Dapr.Client.Autogen.Grpc.v1;

namespace Dapr.Client;

/// <summary>The stream of a subscription; read it once.</summary>
internal sealed class GrpcConfigurationSource(AsyncServerStreamingCall<Wire.SubscribeConfigurationResponse> call)
    : ConfigurationSource
{
    private string _id = "";

    public override string Id => _id;

    public override IAsyncEnumerator<IDictionary<string, ConfigurationItem>> GetAsyncEnumerator(
        CancellationToken cancellationToken = default) =>
        ChangesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    internal static Dictionary<string, ConfigurationItem> Items(
        IEnumerable<KeyValuePair<string, Wire.ConfigurationItem>> items) => items.ToDictionary(
            pair => pair.Key,
            pair => new ConfigurationItem(
                pair.Value.Value, pair.Value.Version, new Dictionary<string, string>(pair.Value.Metadata)));

    private async IAsyncEnumerable<IDictionary<string, ConfigurationItem>> ChangesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (call)
        {
            while (await call.ResponseStream.MoveNext(cancellationToken))
            {
                // The first answer names the subscription and may carry nothing else.
                _id = call.ResponseStream.Current.Id;
                if (call.ResponseStream.Current.Items.Count > 0)
                {
                    yield return Items(call.ResponseStream.Current.Items);
                }
            }
        }
    }
}
