using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>Reads <see cref="MeshOptions"/> and finds everything that is wrong with them at once.</summary>
public static class MeshOptionsRules
{
    /// <summary>The section "Mesh", checked.</summary>
    /// <exception cref="OptionsValidationException">Wrong settings; the message names each and its cure.</exception>
    public static MeshOptions Read(IConfiguration configuration)
    {
        MeshOptions options;
        try
        {
            options = configuration.GetSection(MeshOptions.Section).Get<MeshOptions>(
                binder => binder.ErrorOnUnknownConfiguration = false) ?? new();
        }
        catch (InvalidOperationException error)
        {
            throw Wrong([error.InnerException is { } inner ? $"{error.Message} {inner.Message}" : error.Message]);
        }

        var failures = Failures(options).ToList();
        return failures.Count == 0 ? options : throw Wrong(failures);
    }

    private static OptionsValidationException Wrong(IEnumerable<string> failures) =>
        new(MeshOptions.Section, typeof(MeshOptions), failures);

    private static IEnumerable<string> Failures(MeshOptions options)
    {
        var parts = new List<(string Path, object? Part)>
        {
            ("", options), ("Bus:", options.Bus), ("Models:", options.Models),
            ("Tls:", options.Tls), ("Artifacts:", options.Artifacts),
        };
        if (options.Transport == MeshTransport.RabbitMq)
            parts.Add(("RabbitMq:", options.RabbitMq));

        return parts.Where(part => part.Part is not null).SelectMany(part => Annotated(part.Path, part.Part!))
            .Concat(Addresses(options)).Concat(Times(options)).Concat(Stores(options));
    }

    private static IEnumerable<string> Annotated(string path, object part)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(part, new ValidationContext(part), results, validateAllProperties: true);
        foreach (var result in results)
        {
            var name = result.MemberNames.FirstOrDefault() ?? "";
            var got = part.GetType().GetProperty(name)?.GetValue(part);
            yield return $"{MeshOptions.Section}:{path}{name}: {result.ErrorMessage} Got '{got}'.";
        }
    }

    private static IEnumerable<string> Addresses(MeshOptions options)
    {
        if (!IPAddress.TryParse(options.Address, out _))
            yield return $"Mesh:Address must be an IP address such as 127.0.0.1 or 0.0.0.0, got '{options.Address}'.";
        if (options.GrpcPort != 0 && options.GrpcPort == options.HttpPort)
            yield return $"Mesh:GrpcPort and Mesh:HttpPort must differ, both are {options.GrpcPort}.";
        foreach (var file in (string?[])[options.Tls?.CertificateFile, options.Tls?.KeyFile])
        {
            if (file is { Length: > 0 } && !File.Exists(file))
                yield return $"Mesh:Tls names the file {file}, which does not exist.";
        }
    }

    private static IEnumerable<string> Times(MeshOptions options)
    {
        var bus = options.Bus;
        var least = new (string Name, TimeSpan Value, TimeSpan Least)[]
        {
            ("StopTimeout", options.StopTimeout, TimeSpan.FromSeconds(1)),
            ("Previews:Interval", options.Previews.Interval, TimeSpan.Zero),
            ("Bus:Lease", bus.Lease, TimeSpan.FromSeconds(1)),
            ("Bus:ReturnAfter", bus.ReturnAfter, TimeSpan.FromMilliseconds(10)),
            ("Bus:StageTimeout", bus.StageTimeout, TimeSpan.FromSeconds(1)),
            ("Bus:CancelPoll", bus.CancelPoll, TimeSpan.FromMilliseconds(10)),
            ("Bus:PublishTimeout", bus.PublishTimeout, TimeSpan.FromMilliseconds(10)),
        };
        foreach (var (name, value, limit) in least)
        {
            if (value < limit || value > TimeSpan.FromDays(20))
                yield return $"Mesh:{name} must be {limit} to 20 days, got {value}.";
        }
        if (bus.RetryIntervals.Any(wait => wait < TimeSpan.Zero))
            yield return $"Mesh:Bus:Retries must not be negative, got {string.Join(", ", bus.RetryIntervals)}.";
    }

    private static IEnumerable<string> Stores(MeshOptions options)
    {
        foreach (var failure in options.Artifacts.S3?.ForStore().Validate() ?? [])
            yield return $"Mesh:Artifacts: {failure}";
        if (options.Transport != MeshTransport.RabbitMq)
            yield break;
        if (options.Artifacts is { S3: null, Directory: null or "" })
            yield return "Mesh:Artifacts needs Directory (a folder all processes share) or S3 with RabbitMq.";
        if (options.Jobs is { Postgres: null or "", Sqlite: null or "" })
            yield return "Mesh:Jobs needs Sqlite (a path all processes share) or Postgres with RabbitMq.";
    }
}
