using Grpc.Core;
using Grpc.Testing;
using GrpcExp.Conformance.Rpc;
using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace GrpcExp.Conformance.Logs;

/// <summary>The rule that a test fails on an error it did not declare, held to itself.</summary>
public sealed class ErrorLogTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_logged_an_error_fails_its_test_at_the_end()
    {
        var server = await ScriptedServer.StartAsync(Throwing());
        await Assert.ThrowsAsync<RpcException>(() => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
        var e = await Assert.ThrowsAnyAsync<XunitException>(() => server.DisposeAsync().AsTask());
        Assert.Contains("[6000] The handler of /grpc.testing.TestService/UnaryCall threw.", e.Message, StringComparison.Ordinal);
        Assert.Contains("by design", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declared_error_is_no_failure()
    {
        await using var server = await ScriptedServer.StartAsync(Throwing());
        server.Errors.Expect("by design");
        await Assert.ThrowsAsync<RpcException>(() => server.Client.UnaryCallAsync(new SimpleRequest(), cancellationToken: Cancel).ResponseAsync);
    }

    [Fact]
    public void A_declared_error_that_never_came_is_a_failure()
    {
        var errors = new ErrorLog();
        errors.Expect("the disk is full");
        var e = Assert.ThrowsAny<XunitException>(errors.Verify);
        Assert.Contains("Declared and never logged: the disk is full", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_are_no_errors()
    {
        var errors = new ErrorLog();
        errors.Factory.CreateLogger("here").Log(LogLevel.Warning, "careful");
        errors.Verify();
        errors.Factory.CreateLogger("here").Log(LogLevel.Critical, "on fire");
        Assert.ThrowsAny<XunitException>(errors.Verify);
    }

    private static Script Throwing() => new() { Unary = (_, _) => throw new InvalidOperationException("by design") };
}
