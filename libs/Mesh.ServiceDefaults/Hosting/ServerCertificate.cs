using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>
/// The certificate of a server with its key, PEM files that may be replaced while it runs: new connections get the new
/// one. Files that do not belong together yet, or cannot be read, leave the one before in use.
/// </summary>
internal sealed class ServerCertificate
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _reading = new();
    private X509Certificate2 _current;
    private (DateTime Certificate, DateTime Key) _written;
    private long _looked;

    /// <exception cref="CryptographicException">The files hold no certificate and its key.</exception>
    public ServerCertificate(TlsOptions options, TimeProvider time)
    {
        (_options, _time, _written, _looked) = (options, time, Written(options), time.GetTimestamp());
        _current = Read(options);
    }

    public X509Certificate2 Current
    {
        get
        {
            lock (_reading)
            {
                if (_time.GetElapsedTime(_looked) >= LookAgain)
                {
                    _looked = _time.GetTimestamp();
                    Refresh();
                }

                return _current;
            }
        }
    }

    private void Refresh()
    {
        var written = Written(_options);
        if (written == _written)
            return;
        try
        {
            // The one before may still be in use by a handshake; the garbage collector ends it.
            _current = Read(_options);
            _written = written;
        }
        catch (Exception error) when (error is ArgumentException  // the key of another certificate
            or CryptographicException or IOException or UnauthorizedAccessException)
        {
            // Between the writing of two files; the next look finds both.
        }
    }

    private static X509Certificate2 Read(TlsOptions options) =>
        X509Certificate2.CreateFromPemFile(options.CertificateFile, options.KeyFile);

    // Through links: a mounted secret is replaced by turning a link.
    private static (DateTime Certificate, DateTime Key) Written(TlsOptions options) =>
        (Written(options.CertificateFile), Written(options.KeyFile));

    private static DateTime Written(string file) => File.GetLastWriteTimeUtc(
        File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);
}
