namespace GrpcExp.Rpc;

/// <summary>Does not serve a service or a method over the Connect protocol: such requests are answered 415.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DisableConnectAttribute : Attribute;
