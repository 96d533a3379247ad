using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Register;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>One step of a change of a payout: proposed, confirmed or declined.</summary>
public sealed record PayoutChangeFact(
    Guid PersonId, long Version, Guid ChangeId, string Step, string Dossier, PayoutDetails? Payout, string? Evidence,
    string? Reason, string ByUser, Instant At);

/// <summary>One row a step; the change waits while it has one row only.</summary>
public sealed class PayoutChangeRows : FactTable<PayoutChangeFact>
{
    public override string Name => "payout_change";

    public override string Columns =>
        "person_id, version, change_id, step, dossier, method, institution, bank_bin, account, holder_name, relation, "
        + "payee_name, payee_identifier, evidence, reason, by_user, at";

    public override IEnumerable<PayoutChangeFact> RowsOf(IEvent e) => e.Data switch
    {
        PayoutChangeProposed x => [new(
            e.StreamId, e.Version, x.ChangeId, "Proposed", x.Dossier, x.Payout, x.Evidence, x.Reason, x.By, x.At)],
        PayoutChangeConfirmed x =>
            [new(e.StreamId, e.Version, x.ChangeId, "Confirmed", x.Dossier, null, null, null, x.By, x.At)],
        PayoutChangeDeclined x =>
            [new(e.StreamId, e.Version, x.ChangeId, "Declined", x.Dossier, null, null, x.Reason, x.By, x.At)],
        _ => [],
    };

    protected override void Write(RowWriter to, PayoutChangeFact row)
    {
        var p = row.Payout;
        to.Id(row.PersonId);
        to.Long(row.Version);
        to.Id(row.ChangeId);
        to.Text(row.Step);
        to.Text(row.Dossier);
        to.Text(p?.Method.ToString());
        to.Text(p?.Institution);
        to.Text(p?.BankBin);
        to.Text(p?.Account);
        to.Text(p?.HolderName);
        to.Text(p?.Relation.ToString());
        to.Text(p?.Payee?.Name);
        to.Text(p?.Payee?.Identifier);
        to.Text(row.Evidence);
        to.Text(row.Reason);
        to.Text(row.ByUser);
        to.At(row.At);
    }
}
