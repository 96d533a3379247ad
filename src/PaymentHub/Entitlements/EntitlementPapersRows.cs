using System.Text.Json;
using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Entitlements;
using PaymentHub.Storage;

namespace PaymentHub.Entitlements;

/// <summary>What the papers of a decision say from one event on.</summary>
public sealed record PapersRow(Guid Id, long Version, Circumstances Papers, string ByUser, Instant At);

/// <summary>One row a statement of the papers.</summary>
public sealed class EntitlementPapersRows : FactTable<PapersRow>
{
    public override string Name => "entitlement_papers";

    public override string Columns => "entitlement_id, version, share_key, papers, by_user, at";

    /// <summary>Reads the column <c>papers</c>.</summary>
    public static Circumstances Read(string papers) =>
        JsonSerializer.Deserialize<Circumstances>(papers, StoredJson.Options) ?? Circumstances.None;

    public override IEnumerable<PapersRow> RowsOf(IEvent e) => e.Data is CircumstancesRecorded x
        ? [new(e.StreamId, e.Version, x.Circumstances, x.ByUser, x.At)]
        : [];

    protected override void Write(RowWriter to, PapersRow row)
    {
        to.Id(row.Id);
        to.Long(row.Version);
        to.Text(row.Papers.ShareKey);
        to.Text(JsonSerializer.Serialize(row.Papers, StoredJson.Options));
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
