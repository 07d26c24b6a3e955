using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.ServiceDefaults.Hosting;
using Mesh.TestKit;

namespace Mesh.ServiceDefaults.Tests.Hosting;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly TlsOptions _options;

    public ServerCertificateTests() =>
        _options = new() { CertificateFile = _folder.At("tls.crt"), KeyFile = _folder.At("tls.key") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Replaced_files_are_served_and_half_replaced_ones_wait()
    {
        var (first, second) = (Make("one"), Make("two"));
        Write(first.Certificate, first.Key, hours: 1);
        var certificate = new ServerCertificate(_options, _time);
        Assert.Equal("CN=one", certificate.Current.Subject);

        Write(second.Certificate, first.Key, hours: 2);
        Assert.Equal("CN=one", certificate.Current.Subject);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("CN=one", certificate.Current.Subject);

        Write(second.Certificate, second.Key, hours: 3);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("CN=two", certificate.Current.Subject);
        Assert.True(certificate.Current.HasPrivateKey);
    }

    [Fact]
    public void Files_that_do_not_belong_together_do_not_start()
    {
        Write(Make("one").Certificate, Make("two").Key, hours: 1);

        Assert.Throws<ArgumentException>(() => new ServerCertificate(_options, _time));
    }

    private static (string Certificate, string Key) Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private void Write(string certificate, string key, int hours)
    {
        (string, string)[] files = [(_options.CertificateFile, certificate), (_options.KeyFile, key)];
        foreach (var (file, text) in files)
        {
            File.WriteAllText(file, text);
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddHours(hours));
        }
    }
}
