namespace GrpcExp.Interop.Cases;

/// <summary>
/// The cases, by their official names. Their descriptions are
/// https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md.
/// </summary>
public static class InteropCases
{
    public static IReadOnlyList<InteropCase> All { get; } =
    [
        new("empty_unary", EmptyUnary.RunAsync),
        new("cacheable_unary", CacheableUnary.RunAsync),
        new("large_unary", LargeUnary.RunAsync),
        new("client_compressed_unary", ClientCompressedUnary.RunAsync) { WithoutProbeAsync = ClientCompressedUnary.CallAsync },
        new("server_compressed_unary", ServerCompressedUnary.RunAsync),
        new("client_streaming", ClientStreaming.RunAsync),
        new("client_compressed_streaming", ClientCompressedStreaming.RunAsync) { WithoutProbeAsync = ClientCompressedStreaming.CallAsync },
        new("server_streaming", ServerStreaming.RunAsync),
        new("server_compressed_streaming", ServerCompressedStreaming.RunAsync),
        new("ping_pong", PingPong.RunAsync),
        new("empty_stream", EmptyStream.RunAsync),
        new("custom_metadata", CustomMetadata.RunAsync),
        new("status_code_and_message", StatusCodeAndMessage.RunAsync),
        new("special_status_message", SpecialStatusMessage.RunAsync),
        new("unimplemented_method", Unimplemented.MethodAsync),
        new("unimplemented_service", Unimplemented.ServiceAsync),
        new("cancel_after_begin", Cancellation.AfterBeginAsync),
        new("cancel_after_first_response", Cancellation.AfterFirstResponseAsync),
        new("timeout_on_sleeping_server", TimeoutOnSleepingServer.RunAsync),
    ];

    /// <summary>The names of all cases, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(c => c.Name));

    /// <summary>The case of a name, or null.</summary>
    public static InteropCase? Find(string name) => All.FirstOrDefault(c => c.Name == name);
}
