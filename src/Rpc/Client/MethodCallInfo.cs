namespace GrpcExp.Rpc.Client;

/// <summary>What is the same for every call of one method over one channel.</summary>
internal sealed record MethodCallInfo(Uri Uri, RetryPlan? Retry);
