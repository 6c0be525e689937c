using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>Layers.</summary>
internal sealed partial class FlagGrpcService
{
    public override Task<Layer> PutLayer(PutLayerRequest request, ServerCallContext context)
    {
        var layer = request.Layer ??= new Layer();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason, layer.Etag);
                await LayerRules.CheckAsync(violations, session, layer, cancellationToken).ConfigureAwait(false);
                var before = await session.FindLayerAsync(layer.Key, cancellationToken).ConfigureAwait(false);
                WriteSession.RequireEtag(layer.Etag, before?.Etag ?? "", $"layers/{layer.Key}");
                var after = session.Put(layer, before);
                return new Change<Layer>(after, new AuditEntry("layer.put", $"layers/{layer.Key}", before, after));
            },
            context.CancellationToken);
    }

    public override Task<Layer> GetLayer(GetLayerRequest request, ServerCallContext context)
    {
        RequireKey(request.Key);
        return store.ReadAsync((session, cancellationToken) => FindLayerAsync(session, request.Key, cancellationToken), context.CancellationToken);
    }

    public override Task<ListLayersResponse> ListLayers(ListLayersRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.Text("filter", request.Filter, Limits.KeyLength);
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var found = await session.ListLayersAsync(page.ToQuery(request.Filter), cancellationToken).ConfigureAwait(false);
                var (layers, next) = page.Cut(found, layer => layer.Key);
                return new ListLayersResponse { Layers = { layers }, NextPageToken = next, Revision = session.Revision };
            },
            context.CancellationToken);
    }

    public override Task<DeleteLayerResponse> DeleteLayer(DeleteLayerRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        violations.Mutation(request.RequestId, request.Reason, request.Etag);
        violations.ThrowIfAny();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var name = $"layers/{request.Key}";
                var before = await FindLayerAsync(session, request.Key, cancellationToken).ConfigureAwait(false);
                WriteSession.RequireEtag(request.Etag, before.Etag, name);
                ConfigurationUsers.RequireNone(name, await ConfigurationUsers.OfLayerAsync(session, request.Key, cancellationToken).ConfigureAwait(false));
                session.Delete(before);
                return new Change<DeleteLayerResponse>(
                    new DeleteLayerResponse { Revision = session.NextRevision }, new AuditEntry("layer.delete", name, before, null));
            },
            context.CancellationToken);
    }

    private static async Task<Layer> FindLayerAsync(ReadSession session, string key, CancellationToken cancellationToken) =>
        await session.FindLayerAsync(key, cancellationToken).ConfigureAwait(false) ?? throw ControlException.NotFound($"layers/{key}");
}
