using Compat.Grpc.Tests.Protos;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using V1 = Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace Compat.Grpc.Tests;

/// <summary>What tools like grpcurl ask a server.</summary>
public sealed class ReflectionTests : IAsyncLifetime
{
    private EchoServer _server = null!;

    public async Task InitializeAsync() => _server = await EchoServer.StartAsync(
        services: services => services.AddGrpcReflection(), map: app => app.MapGrpcReflectionService());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_service_is_listed()
    {
        var answer = await AskAsync(new V1.ServerReflectionRequest { ListServices = "" });

        Assert.Equal(
            ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection", "mesh.test.v1.Echo"],
            answer.ListServicesResponse.Service.Select(service => service.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mesh.test.v1.Echo")]
    [InlineData("mesh.test.v1.Echo.Chat")]
    [InlineData("mesh.test.v1.EchoRequest")]
    public async Task A_symbol_leads_to_its_file(string symbol)
    {
        var answer = await AskAsync(new V1.ServerReflectionRequest { FileContainingSymbol = symbol });

        var file = FileDescriptorProto.Parser.ParseFrom(answer.FileDescriptorResponse.FileDescriptorProto[0]);
        Assert.Equal("echo.proto", file.Name);
        Assert.Equal(["Unary", "Collect", "Expand", "Chat", "Missing"], file.Service[0].Method.Select(m => m.Name));
    }

    [Fact]
    public async Task What_is_not_known_is_not_found()
    {
        var answer = await AskAsync(new V1.ServerReflectionRequest { FileByFilename = "x.proto" });

        Assert.Equal((int)StatusCode.NotFound, answer.ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task The_older_protocol_is_spoken_too()
    {
        using var call = new V1Alpha.ServerReflection.ServerReflectionClient(_server.Channel()).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new V1Alpha.ServerReflectionRequest { FileByFilename = "echo.proto" });
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());

        var file = call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto[0];
        Assert.Equal(EchoReflection.Descriptor.SerializedData, file);
    }

    private async Task<V1.ServerReflectionResponse> AskAsync(V1.ServerReflectionRequest question)
    {
        using var call = new V1.ServerReflection.ServerReflectionClient(_server.Channel()).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(question);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current;
    }
}
