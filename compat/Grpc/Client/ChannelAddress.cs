namespace Grpc.Net.Client;

/// <summary>What an address of a channel says.</summary>
internal static class ChannelAddress
{
    public static bool IsHttp(Uri address) => address.Scheme is "http" or "https";

    /// <summary>Host and port: of http after the scheme, of a resolver's scheme in the path.</summary>
    public static string Authority(Uri address) =>
        IsHttp(address) ? address.Authority : address.AbsolutePath.TrimStart('/');
}
