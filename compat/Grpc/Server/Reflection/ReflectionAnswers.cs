using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>Answers questions about services, for both versions of the protocol.</summary>
internal sealed class ReflectionAnswers(IEnumerable<string> services, SymbolRegistry symbols)
{
    private readonly string[] _services = [.. services.Distinct().Order(StringComparer.Ordinal)];

    public static ReflectionAnswers Of(IEnumerable<ServiceDescriptor> descriptors)
    {
        var list = descriptors.ToList();
        return new ReflectionAnswers(
            list.Select(service => service.FullName), SymbolRegistry.FromFiles(list.Select(service => service.File)));
    }

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = Find(request);
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse Find(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        ServerReflectionRequest.MessageRequestOneofCase.ListServices => new()
        {
            ListServicesResponse = new()
            {
                Service = { _services.Select(name => new ServiceResponse { Name = name }) },
            },
        },
        ServerReflectionRequest.MessageRequestOneofCase.FileByFilename =>
            Files(symbols.FileByName(request.FileByFilename), request.FileByFilename),
        ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol =>
            Files(symbols.FileContainingSymbol(request.FileContainingSymbol), request.FileContainingSymbol),
        _ => Error(StatusCode.Unimplemented, $"{request.MessageRequestCase} is not answered here."),
    };

    private static ServerReflectionResponse Files(FileDescriptor? file, string name)
    {
        if (file is null)
            return Error(StatusCode.NotFound, $"'{name}' is not known.");
        var files = new List<FileDescriptor>();
        Collect(file, files);
        return new ServerReflectionResponse
        {
            FileDescriptorResponse = new() { FileDescriptorProto = { files.Select(each => each.SerializedData) } },
        };
    }

    private static void Collect(FileDescriptor file, List<FileDescriptor> files)
    {
        if (files.Contains(file))
            return;
        files.Add(file);
        foreach (var imported in file.Dependencies)
            Collect(imported, files);
    }

    private static ServerReflectionResponse Error(StatusCode code, string message) =>
        new() { ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message } };
}
