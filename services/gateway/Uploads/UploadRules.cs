using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Mesh.Gateway.Uploads;

/// <summary>Reads <see cref="UploadOptions"/> and finds everything that is wrong with them at once.</summary>
public static class UploadRules
{
    /// <exception cref="OptionsValidationException">Settings are wrong; the message names each.</exception>
    public static UploadOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(UploadOptions.Section).Get<UploadOptions>() ?? new();
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        var failures = results.Select(result => $"{UploadOptions.Section}: {result.ErrorMessage}")
            .Concat(Times(options)).ToList();
        return failures.Count == 0
            ? options
            : throw new OptionsValidationException(UploadOptions.Section, typeof(UploadOptions), failures);
    }

    private static IEnumerable<string> Times(UploadOptions options) =>
        from time in ((string Name, TimeSpan Value)[])
        [
            ("MaxTime", options.MaxTime), ("MaxSilence", options.MaxSilence),
            ("MaxDuration", options.MaxDuration), ("CheckTime", options.CheckTime),
        ]
        where time.Value < TimeSpan.FromMilliseconds(100) || time.Value > TimeSpan.FromDays(1)
        select $"{UploadOptions.Section}:{time.Name} must be 0.1 s to 1 day, got {time.Value}.";
}
