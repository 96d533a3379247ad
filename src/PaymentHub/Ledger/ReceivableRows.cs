using JasperFx.Events;
using PaymentHub.Domain;
using PaymentHub.Domain.Ledger;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>One row a step in the life of money that must come back.</summary>
public sealed class ReceivableRows : FactTable<(IEvent Event, string Kind, Money? Amount, string By)>
{
    public override string Name => "receivable_step";

    public override string Columns =>
        "receivable_id, version, kind, commune, programme, source, dossier, from_heirs, amount, decision_number, "
            + "due_on, channel, reference, paid_by, value_date, by_user, at";

    public override IEnumerable<(IEvent Event, string Kind, Money? Amount, string By)> RowsOf(IEvent e) =>
        e.Data switch
        {
            ReceivableOpened o => [(e, "Opened", o.Amount, o.ByUser)],
            InstalmentsAgreed i => [(e, "Instalments", i.Parts.Sum(p => p.Amount), i.ByUser)],
            ReceivableCollected c => [(e, "Collected", c.Amount, c.ByUser)],
            WriteOffProposed p => [(e, "WriteOffProposed", p.Amount, p.ByUser)],
            ReceivableWrittenOff w => [(e, "WrittenOff", w.Amount, w.ByUser)],
            _ => [],
        };

    protected override void Write(RowWriter to, (IEvent Event, string Kind, Money? Amount, string By) row)
    {
        var opened = row.Event.Data as ReceivableOpened;
        var collected = row.Event.Data as ReceivableCollected;
        to.Id(row.Event.StreamId);
        to.Long(row.Event.Version);
        to.Text(row.Kind);
        to.Text(opened?.Commune);
        to.Text(opened?.Programme);
        to.Text(opened?.Source);
        to.Text(opened?.Dossier);
        if (opened is null) to.Text(null);
        else to.Flag(opened.FromHeirs);
        to.Long(row.Amount?.Dong);
        to.Text(opened?.DecisionNumber ?? (row.Event.Data as WriteOffProposed)?.DecisionNumber
            ?? (row.Event.Data as ReceivableWrittenOff)?.DecisionNumber);
        to.Date(opened?.DueOn);
        to.Text(collected?.Channel.ToString());
        to.Text(collected?.Reference ?? (row.Event.Data as InstalmentsAgreed)?.Paper);
        to.Text(collected?.PaidBy);
        to.Date(collected?.ValueDate);
        to.Text(row.By);
        to.At(EventTypes.AtOf(row.Event.Data));
    }
}
