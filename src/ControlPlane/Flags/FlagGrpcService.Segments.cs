using Grpc.Core;
using GrpcExp.Contracts.Control.V1;
using GrpcExp.ControlPlane.Configuration;
using GrpcExp.ControlPlane.Errors;
using GrpcExp.ControlPlane.Paging;
using GrpcExp.Storage.Changes;

namespace GrpcExp.ControlPlane.Flags;

/// <summary>Segments.</summary>
internal sealed partial class FlagGrpcService
{
    public override Task<Segment> PutSegment(PutSegmentRequest request, ServerCallContext context)
    {
        var segment = request.Segment ??= new Segment();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var violations = new Violations();
                violations.Mutation(request.RequestId, request.Reason, segment.Etag);
                var before = await session.FindSegmentAsync(segment.Key, cancellationToken).ConfigureAwait(false);
                await SegmentRules.CheckAsync(violations, session, segment, before, cancellationToken).ConfigureAwait(false);
                WriteSession.RequireEtag(segment.Etag, before?.Etag ?? "", $"segments/{segment.Key}");
                if (before is not null)
                {
                    await RunningGuards.CheckAsync(session, before, segment, cancellationToken).ConfigureAwait(false);
                }

                var after = session.Put(segment, before);
                return new Change<Segment>(after, new AuditEntry("segment.put", $"segments/{segment.Key}", before, after));
            },
            context.CancellationToken);
    }

    public override Task<Segment> GetSegment(GetSegmentRequest request, ServerCallContext context)
    {
        RequireKey(request.Key);
        return store.ReadAsync((session, cancellationToken) => FindSegmentAsync(session, request.Key, cancellationToken), context.CancellationToken);
    }

    public override Task<ListSegmentsResponse> ListSegments(ListSegmentsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var page = PageRequest.Read(violations, request.PageSize, request.PageToken);
        violations.Text("filter", request.Filter, Limits.KeyLength);
        violations.ThrowIfAny();
        return store.ReadAsync(
            async (session, cancellationToken) =>
            {
                var found = await session.ListSegmentsAsync(page.ToQuery(request.Filter), cancellationToken).ConfigureAwait(false);
                var (segments, next) = page.Cut(found, segment => segment.Key);
                return new ListSegmentsResponse { Segments = { segments }, NextPageToken = next, Revision = session.Revision };
            },
            context.CancellationToken);
    }

    public override Task<DeleteSegmentResponse> DeleteSegment(DeleteSegmentRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        violations.Key("key", request.Key);
        violations.Mutation(request.RequestId, request.Reason, request.Etag);
        violations.ThrowIfAny();
        return store.WriteAsync(
            Intents.Of(context, request, request.RequestId, request.Reason),
            async (session, cancellationToken) =>
            {
                var name = $"segments/{request.Key}";
                var before = await FindSegmentAsync(session, request.Key, cancellationToken).ConfigureAwait(false);
                WriteSession.RequireEtag(request.Etag, before.Etag, name);
                ConfigurationUsers.RequireNone(name, await ConfigurationUsers.OfSegmentAsync(session, request.Key, cancellationToken).ConfigureAwait(false));
                session.Delete(before);
                return new Change<DeleteSegmentResponse>(
                    new DeleteSegmentResponse { Revision = session.NextRevision }, new AuditEntry("segment.delete", name, before, null));
            },
            context.CancellationToken);
    }

    private static async Task<Segment> FindSegmentAsync(ReadSession session, string key, CancellationToken cancellationToken) =>
        await session.FindSegmentAsync(key, cancellationToken).ConfigureAwait(false) ?? throw ControlException.NotFound($"segments/{key}");
}
