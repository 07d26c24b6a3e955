using System.Text.Json;
using Google.Rpc;

namespace Mesh.Gateway.Rest;

/// <summary>Codes in words and as HTTP statuses.</summary>
internal static class CodeNames
{
    /// <summary>For example INVALID_ARGUMENT.</summary>
    public static string Of(Code code) => JsonNamingPolicy.SnakeCaseUpper.ConvertName($"{code}");

    /// <summary>google/rpc/code.proto, "HTTP Mapping"; a state that is not right yet is a conflict.</summary>
    public static int HttpStatus(Code code) => code switch
    {
        Code.InvalidArgument or Code.OutOfRange => 400,
        Code.Unauthenticated => 401,
        Code.PermissionDenied => 403,
        Code.NotFound => 404,
        Code.FailedPrecondition or Code.AlreadyExists or Code.Aborted => 409,
        Code.ResourceExhausted => 429,
        Code.Cancelled => 499,
        Code.Unimplemented => 501,
        Code.Unavailable => 503,
        Code.DeadlineExceeded => 504,
        _ => 500,
    };
}
