using JasperFx.Events;
using NodaTime;
using PaymentHub.Domain.Ledger;
using PaymentHub.Storage;

namespace PaymentHub.Ledger;

/// <summary>One row a posting leg; the postings of one event sum to zero.</summary>
public sealed class PostingRows : FactTable<(IEvent Event, int Item, Posting Leg, Instant At)>
{
    public override string Name => "posting";

    public override string Columns => "stream_id, version, item, account, sub_account, batch_id, amount, at, source, "
        + "value_date, booked_on";

    public override IEnumerable<(IEvent Event, int Item, Posting Leg, Instant At)> RowsOf(IEvent e)
    {
        var postings = PostingRules.Of(e.Data, e.StreamId);
        return postings.Count == 0 ? [] : Rows(e, postings, EventTypes.AtOf(e.Data));
    }

    protected override void Write(RowWriter to, (IEvent Event, int Item, Posting Leg, Instant At) row)
    {
        to.Id(row.Event.StreamId);
        to.Long(row.Event.Version);
        to.Int(row.Item);
        to.Text(row.Leg.Account.ToString());
        to.Text(row.Leg.SubAccount);
        to.Id(row.Leg.Batch);
        to.Money(row.Leg.Amount);
        to.At(row.At);
        to.Text(row.Leg.Source);
        var dates = EntryDates.Of(row.Leg, row.Event.Data, row.At);
        to.Date(dates.Value);
        to.Date(dates.Booked);
    }

    private static IEnumerable<(IEvent Event, int Item, Posting Leg, Instant At)> Rows(
        IEvent e, IReadOnlyList<Posting> postings, Instant at)
    {
        for (var i = 0; i < postings.Count; i++) yield return (e, i, postings[i], at);
    }
}
