using System.Text.Json;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using GrpcExp.Conformance.Rpc;
using GrpcExp.Conformance.Services.Shop;

namespace GrpcExp.Conformance.Services;

/// <summary>
/// Server reflection as its protocol document says. Which names are symbols is taken from C++ and Go, whose servers
/// answer for everything that a descriptor pool knows; the .NET packages answer for less, and not about extensions.
/// </summary>
[Collection(ForeignPeersCollection.Name)]
public sealed class ReflectionTests(ForeignPeers peers)
{
    private const string Package = "grpcexp.conformance.shop.";

    private static readonly string[] Services =
    [
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
        "grpcexp.conformance.shop.Shop",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v1")]
    [InlineData("v1alpha")]
    public async Task A_JavaScript_client_learns_a_service_from_nothing_and_calls_it(string version)
    {
        await using var server = await ServicesServer.StartAsync();
        using var seen = JsonDocument.Parse(await peers.RunAsync("reflection.js", server.Target, version));

        Assert.Equal(Services, seen.RootElement.GetProperty("services").EnumerateArray().Select(s => s.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(2, seen.RootElement.GetProperty("files").GetInt32());
        Assert.Equal(130, seen.RootElement.GetProperty("weight").GetInt32());
        Assert.Equal((int)StatusCode.NotFound, seen.RootElement.GetProperty("missing").GetInt32());
    }

    [Theory]
    [InlineData("Shop")]
    [InlineData("Shop.Sell")]
    [InlineData("Order")]
    [InlineData("Order.Line")]
    [InlineData("Order.State")]
    [InlineData("Carrier")]
    public async Task A_name_leads_to_its_file_and_to_what_that_depends_on(string name) =>
        Assert.Equal(["shop.proto", "parts.proto"], await FilesAsync(new() { FileContainingSymbol = Package + name }));

    [Theory]
    [Trait("Runtime", "own")]
    [InlineData("Order.lines")]
    [InlineData("Order.payment")]
    [InlineData("Order.OPEN")]
    [InlineData("POST")]
    [InlineData("priority")]
    [InlineData("Order.Line.remark")]
    public async Task A_field_oneof_value_or_extension_is_a_name_too(string name) =>
        Assert.Equal(["shop.proto", "parts.proto"], await FilesAsync(new() { FileContainingSymbol = Package + name }));

    [Fact]
    public async Task A_file_comes_with_what_it_depends_on_as_often_as_it_is_asked_for()
    {
        Assert.Equal(["shop.proto", "parts.proto"], await FilesAsync(new() { FileByFilename = "shop.proto" }));
        Assert.Equal(["parts.proto"], await FilesAsync(new() { FileByFilename = "parts.proto" }));

        var twice = await AskAsync(new() { FileByFilename = "shop.proto" }, new() { FileByFilename = "shop.proto" });
        Assert.Equal([2, 2], twice.Select(a => a.FileDescriptorResponse.FileDescriptorProto.Count));
    }

    [Theory]
    [Trait("Runtime", "own")]
    [InlineData(100)]
    [InlineData(150)]
    public async Task An_extension_leads_to_its_file(int number) =>
        Assert.Equal(["shop.proto", "parts.proto"], await FilesAsync(Extension("Order", number)));

    [Fact]
    [Trait("Runtime", "own")]
    public async Task The_extensions_of_a_message_are_told_by_number_and_may_be_none()
    {
        var answers = await AskAsync(
            new() { AllExtensionNumbersOfType = Package + "Order" }, new() { AllExtensionNumbersOfType = Package + "Part" });
        Assert.Equal(Package + "Order", answers[0].AllExtensionNumbersResponse.BaseTypeName);
        Assert.Equal([100, 150], answers[0].AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Empty(answers[1].AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public async Task What_is_not_there_is_NOT_FOUND_and_the_stream_goes_on()
    {
        var answers = await AskAsync(
            new() { FileByFilename = "shop" },
            new() { FileContainingSymbol = "." + Package + "Shop" },
            new() { FileContainingSymbol = "" },
            new() { ListServices = "*" });
        Assert.All(answers.Take(3), a => Assert.Equal((int)StatusCode.NotFound, a.ErrorResponse.ErrorCode));
        Assert.Equal(Services, answers[3].ListServicesResponse.Service.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Runtime", "own")]
    public async Task An_extension_that_is_not_there_is_NOT_FOUND_and_no_question_is_UNIMPLEMENTED()
    {
        var answers = await AskAsync(
            Extension("Order", 101), Extension("Missing", 100), new() { AllExtensionNumbersOfType = Package + "Shop" }, new() { Host = "h" });
        Assert.Equal([5, 5, 5, 12], answers.Select(a => a.ErrorResponse.ErrorCode));
        Assert.Contains("101", answers[0].ErrorResponse.ErrorMessage);
        Assert.Equal("h", answers[3].ValidHost);
        Assert.Equal(new ServerReflectionRequest { Host = "h" }, answers[3].OriginalRequest);
    }

    [Fact]
    public void Reflection_must_be_added_before_it_is_mapped()
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateSlimBuilder();
        Microsoft.Extensions.DependencyInjection.GrpcServicesExtensions.AddGrpc(builder.Services);
        using var app = builder.Build();
        var e = Assert.Throws<InvalidOperationException>(
            () => Microsoft.AspNetCore.Builder.GrpcReflectionEndpointRouteBuilderExtensions.MapGrpcReflectionService(app));
        Assert.Contains("AddGrpcReflection", e.Message);
    }

    private static ServerReflectionRequest Extension(string message, int number) =>
        new() { FileContainingExtension = new ExtensionRequest { ContainingType = Package + message, ExtensionNumber = number } };

    private static async Task<string[]> FilesAsync(ServerReflectionRequest question)
    {
        var answer = Assert.Single(await AskAsync(question));
        return [.. answer.FileDescriptorResponse.FileDescriptorProto.Select(file => FileDescriptorProto.Parser.ParseFrom(file).Name)];
    }

    private static async Task<ServerReflectionResponse[]> AskAsync(params ServerReflectionRequest[] questions)
    {
        await using var server = await ServicesServer.StartAsync();
        using var call = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo(cancellationToken: Cancel);
        var answers = new List<ServerReflectionResponse>();
        foreach (var question in questions)
        {
            await call.RequestStream.WriteAsync(question);
            Assert.True(await call.ResponseStream.MoveNext(Cancel));
            answers.Add(call.ResponseStream.Current);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Cancel));
        return [.. answers];
    }
}
