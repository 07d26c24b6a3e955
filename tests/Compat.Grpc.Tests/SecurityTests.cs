using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Compat.Grpc.Tests.Protos;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Compat.Grpc.Tests;

/// <summary>TLS with ALPN, client certificates, call credentials.</summary>
public sealed class SecurityTests : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = CreateCertificate("localhost");
    private readonly X509Certificate2 _own = CreateCertificate("worker-7");
    private SslApplicationProtocol _protocol;
    private EchoServer _server = null!;

    public async Task InitializeAsync() => _server = await EchoServer.StartAsync(
        options => options.Interceptors.Add<PeerInterceptor>(),
        listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = _certificate;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
            https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        }));

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _own.Dispose();
    }

    [Fact]
    public async Task A_call_over_tls_negotiates_http_2()
    {
        using var channel = Channel(ChannelCredentials.SecureSsl);

        var reply = await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Text = "tls" });

        Assert.Equal("tls", reply.Text);
        Assert.Equal(SslApplicationProtocol.Http2, _protocol);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var channel = _server.Channel();

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => Calls.RunAsync(new Echo.EchoClient(channel), "Unary", new EchoRequest()));

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.Contains("certificate", failure.Status.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_service_sees_who_the_client_is()
    {
        using var named = Channel(ChannelCredentials.SecureSsl, _own);
        using var anonymous = Channel(ChannelCredentials.SecureSsl);

        var (_, known) = await Calls.RunAsync(new Echo.EchoClient(named), "Unary", new EchoRequest());
        var (_, unknown) = await Calls.RunAsync(new Echo.EchoClient(anonymous), "Unary", new EchoRequest());

        Assert.Equal("worker-7", known.GetValue("peer-identity"));
        Assert.Null(unknown.GetValue("peer-identity"));
    }

    [Fact]
    public async Task Credentials_of_channel_and_call_are_sent()
    {
        var ofChannel = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("echo-service", context.ServiceUrl);
            metadata.Add("echo-method", context.MethodName);
            return Task.CompletedTask;
        });
        var token = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("echo-token", "t");
            return Task.CompletedTask;
        });
        using var channel = Channel(ChannelCredentials.Create(ChannelCredentials.SecureSsl, ofChannel));

        var call = new Echo.EchoClient(channel).UnaryAsync(
            new EchoRequest(), new CallOptions(credentials: CallCredentials.Compose(token, token)));
        await call;
        var headers = await call.ResponseHeadersAsync;

        Assert.Equal(new Uri(_server.Address, "mesh.test.v1.Echo").ToString(), headers.GetValue("echo-service"));
        Assert.Equal("Unary", headers.GetValue("echo-method"));
        Assert.Equal("t, t", string.Join(", ", headers.GetAll("echo-token").Select(entry => entry.Value)));
    }

    [Fact]
    public async Task Credentials_stay_at_home_without_tls()
    {
        await using var open = await EchoServer.StartAsync();
        var token = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("echo-token", "secret");
            return Task.CompletedTask;
        });
        var options = new CallOptions(credentials: token);

        using var careful = open.Client().UnaryAsync(new EchoRequest(), options);
        using var careless = open.Client(new() { UnsafeUseInsecureChannelCallCredentials = true })
            .UnaryAsync(new EchoRequest(), options);
        await Task.WhenAll(careful.ResponseAsync, careless.ResponseAsync);

        Assert.Null((await careful.ResponseHeadersAsync).GetValue("echo-token"));
        Assert.Equal("secret", (await careless.ResponseHeadersAsync).GetValue("echo-token"));
    }

    [Fact]
    public void Credentials_must_fit_the_address() => Assert.Throws<InvalidOperationException>(
        () => GrpcChannel.ForAddress("http://localhost:1", new() { Credentials = ChannelCredentials.SecureSsl }));

    private GrpcChannel Channel(ChannelCredentials credentials, X509Certificate2? own = null)
    {
        var tls = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (sender, certificate, _, _) =>
            {
                _protocol = ((SslStream)sender).NegotiatedApplicationProtocol;
                return certificate!.GetCertHashString() == _certificate.GetCertHashString();
            },
            ClientCertificates = own is null ? [] : [own],
        };
        return _server.Channel(new GrpcChannelOptions
        {
            Credentials = credentials,
            HttpHandler = new SocketsHttpHandler { SslOptions = tls },
            DisposeHttpClient = true,
        });
    }

    private static X509Certificate2 CreateCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
