using System.Data.Common;

namespace GrpcExp.Warehouse.Builds;

/// <summary>One of the connections that a build works on. Used by one step at a time.</summary>
/// <param name="Connection">Open and set up for building.</param>
/// <param name="Transaction">Transaction of the whole build where the engine keeps it in one; null where each statement commits.</param>
internal sealed record BuildLane(DbConnection Connection, DbTransaction? Transaction);
