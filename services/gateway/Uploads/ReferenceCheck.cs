using Mesh.ServiceDefaults.Errors;

namespace Mesh.Gateway.Uploads;

/// <summary>Looks at the head of an uploaded reference image.</summary>
internal static class ReferenceCheck
{
    /// <returns>".png" or ".jpg".</returns>
    /// <exception cref="InvalidRequestException">It is neither PNG nor JPEG, or too large.</exception>
    public static string Run(ReadOnlySpan<byte> head, UploadOptions limits)
    {
        if (ImageHeader.Read(head) is not { } image)
            throw new InvalidRequestException("reference", "must be a PNG or JPEG image, got something else");
        if (image.Width < 1 || image.Height < 1 || image.Width > limits.MaxSide || image.Height > limits.MaxSide
            || image.Width * image.Height > limits.MaxPixels)
        {
            throw new InvalidRequestException(
                "reference",
                $"must be at most {limits.MaxSide} a side and {limits.MaxPixels} pixels, "
                + $"got {image.Width}x{image.Height}");
        }
        return image.Extension;
    }
}
