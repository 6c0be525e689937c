using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using GrpcExp.Rpc.Connect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace GrpcExp.Rpc.Server;

/// <summary>
/// Maps the methods of one service. Generated code names them; each is found once in the service type and becomes
/// an open delegate, so that a call needs no reflection.
/// </summary>
internal sealed class ServiceBinder<[DynamicallyAccessedMembers(ServiceBinder.Members)] TService>(
    IEndpointRouteBuilder builder, MappedServices mapped, ServerMethodSettings settings) : ServiceBinderBase
    where TService : class
{
    private readonly CallActivator<TService> _activator = new(typeof(TService), [], builder.ServiceProvider, Activator.CreateInstance<TService>);
    private readonly List<IEndpointConventionBuilder> _endpoints = [];
    private ServiceDescriptor? _descriptor;

    private delegate Task<TResponse> Unary<TRequest, TResponse>(TService service, TRequest request, ServerCallContext context);

    private delegate Task<TResponse> ClientStreaming<TRequest, TResponse>(
        TService service, IAsyncStreamReader<TRequest> requests, ServerCallContext context);

    private delegate Task ServerStreaming<TRequest, TResponse>(
        TService service, TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    private delegate Task DuplexStreaming<TRequest, TResponse>(
        TService service, IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    public IReadOnlyList<IEndpointConventionBuilder> Endpoints => _endpoints;

    public void Bind()
    {
        var attribute = typeof(TService).GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException(
                $"'{typeof(TService)}' is not a gRPC service: derive it from the generated base class of a service.");
        var bind = attribute.BindType
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .FirstOrDefault(m => m.Name == attribute.BindMethodName
                && m.GetParameters() is [var first, _] && first.ParameterType == typeof(ServiceBinderBase))
            ?? throw new InvalidOperationException(
                $"'{attribute.BindType}' has no method {attribute.BindMethodName}(ServiceBinderBase, …); generate it with Grpc.Tools.");
        // Services that are not of protobuf have none.
        _descriptor = attribute.BindType.GetMethod("get_Descriptor", BindingFlags.Static | BindingFlags.Public, [])?.Invoke(null, null) as ServiceDescriptor;
        bind.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [this, null], null);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var info = Find(method, typeof(TRequest), typeof(ServerCallContext));
        var call = info.CreateDelegate<Unary<TRequest, TResponse>>();
        var invoke = InterceptorPipeline.Build<TRequest, TResponse>(
            settings.Interceptors, (UnaryServerMethod<TRequest, TResponse>)((request, context) => call(_activator.Create(context), request, context)));
        Map(method, info, new UnaryHandler<TRequest, TResponse>(method, settings, invoke).HandleAsync, () =>
            JsonMessages.Of(method, _descriptor?.File) is { } json
                ? new ConnectJson(new UnaryHandler<TRequest, TResponse>(json.Apply(method), settings, invoke).HandleAsync, json)
                : null);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var call = info.CreateDelegate<ClientStreaming<TRequest, TResponse>>();
        var invoke = InterceptorPipeline.Build<TRequest, TResponse>(
            settings.Interceptors, (ClientStreamingServerMethod<TRequest, TResponse>)((requests, context) => call(_activator.Create(context), requests, context)));
        Map(method, info, new ClientStreamingHandler<TRequest, TResponse>(method, settings, invoke).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = Find(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var call = info.CreateDelegate<ServerStreaming<TRequest, TResponse>>();
        var invoke = InterceptorPipeline.Build<TRequest, TResponse>(
            settings.Interceptors,
            (ServerStreamingServerMethod<TRequest, TResponse>)((request, responses, context) => call(_activator.Create(context), request, responses, context)));
        Map(method, info, new ServerStreamingHandler<TRequest, TResponse>(method, settings, invoke).HandleAsync);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var call = info.CreateDelegate<DuplexStreaming<TRequest, TResponse>>();
        var invoke = InterceptorPipeline.Build<TRequest, TResponse>(
            settings.Interceptors,
            (DuplexStreamingServerMethod<TRequest, TResponse>)((requests, responses, context) => call(_activator.Create(context), requests, responses, context)));
        Map(method, info, new DuplexStreamingHandler<TRequest, TResponse>(method, settings, invoke).HandleAsync);
    }

    private static MethodInfo Find(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Instance | BindingFlags.Public, null, parameters, null)
        ?? throw new InvalidOperationException($"'{typeof(TService)}' has no public method {method.Name} for '{method.FullName}'.");

    private void Map(IMethod method, MethodInfo info, RequestDelegate handle, Func<ConnectJson?>? json = null)
    {
        mapped.Add(method.ServiceName);
        var protocols = new ProtocolSwitch(handle, mapped, new ConnectMethod(method, settings, handle, json ?? (() => null)), settings.Resets);
        var endpoint = builder.Map(RoutePatternFactory.Parse(method.FullName), protocols.HandleAsync).WithDisplayName("gRPC - " + method.FullName);
        endpoint.Add(e =>
        {
            e.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
            e.Metadata.Add(new HttpMethodMetadata(HasNoSideEffects(method) ? ["POST", "GET"] : ["POST"], acceptCorsPreflight: true));
            foreach (var attribute in typeof(TService).GetCustomAttributes(inherit: true).Concat(info.GetCustomAttributes(inherit: true)))
            {
                e.Metadata.Add(attribute);
            }
        });
        _endpoints.Add(endpoint);
    }

    // Such a method may also be called with GET, over Connect.
    private bool HasNoSideEffects(IMethod method) =>
        method.Type == MethodType.Unary
        && _descriptor?.FindMethodByName(method.Name)?.GetOptions()?.IdempotencyLevel == MethodOptions.Types.IdempotencyLevel.NoSideEffects;
}
