namespace Grpc.Core;

/// <summary>Carries the deadline and the cancellation of a server call to the calls made on its behalf.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
