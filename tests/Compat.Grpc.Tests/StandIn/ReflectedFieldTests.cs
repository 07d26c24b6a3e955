using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Compat.Grpc.Tests.StandIn;

/// <summary>The name of a field leads to its file; the official server knows messages, services and methods.</summary>
public sealed class ReflectedFieldTests
{
    [Fact]
    public async Task A_field_leads_to_its_file()
    {
        await using var server = await EchoServer.StartAsync(
            services: services => services.AddGrpcReflection(), map: app => app.MapGrpcReflectionService());
        using var call = new ServerReflection.ServerReflectionClient(server.Channel()).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new() { FileContainingSymbol = "mesh.test.v1.EchoRequest.bad_field" });

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var file = call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto[0];
        Assert.Equal("echo.proto", FileDescriptorProto.Parser.ParseFrom(file).Name);
    }
}
