using NBomber.Contracts;

namespace GrpcExp.Load.Engine;

/// <summary>One invocation of a scenario.</summary>
internal sealed record Invocation(int InvocationNumber, CancellationToken ScenarioCancellationToken) : IScenarioContext;
