using PaymentHub.Domain;
using PaymentHub.Domain.Funds;
using PaymentHub.Domain.Register;

namespace PaymentHub.Register;

/// <summary>Allotments (dự toán giao): money given to a commune for a programme from one source in a year.</summary>
public sealed class AllotmentFile : FileKind
{
    private const string DecisionColumn = "Số quyết định";
    private const string YearColumn = "Năm";
    private const string AmountColumn = "Số tiền";

    public override ImportKind Kind => ImportKind.Allotments;

    public override FileColumns Columns => AllotmentRow.Columns;

    public override ReadRow Read(int row, string[] cells, RegisterReference reference) =>
        RowOf(row, AllotmentRow.Parse(new AllotmentRow(row, cells), reference));

    public override IEnumerable<string> CommunesOf(object record) => [((AllotmentRecord)record).Commune];

    public override string KeyOf(object record)
    {
        var r = (AllotmentRecord)record;
        return $"{r.Commune}/{r.Programme}/{SourceOf(r)}/{r.Year}";
    }

    public override (string Key, string Column, string Rule)? UniqueOf(object record) => (
        $"{KeyOf(record)}/{((AllotmentRecord)record).DecisionNumber}", DecisionColumn, RowRules.AllotmentDuplicate);

    public override async Task ApplyAsync(ChunkWork work, IReadOnlyList<object> records)
    {
        var rows = records.Cast<AllotmentRecord>().ToList();
        var streams = await work.StreamsAsync<Fund>(rows.Select(r => FundOf(r).Id));
        var budget = await work.StreamsAsync<Appropriation>(rows.Select(r => AppropriationKey.Of(FundOf(r)).Id));
        foreach (var row in rows)
        {
            var fund = FundOf(row);
            var decision = FundDecisions.Allot(
                streams.StateOf(fund.Id), fund, row.Amount, row.DecisionNumber, work.User, work.Now);
            if (decision.Refusal is { } refusal)
            {
                work.Result.Refuse(row.Row, YearColumn, refusal);
                continue;
            }

            if (decision.Events.Count > 0 && Share(budget, row, work) is { } exceeded)
            {
                work.Result.Refuse(row.Row, AmountColumn, exceeded);
                continue;
            }

            streams.Append(fund.Id, decision.Events);
            work.Result.Count(
                row.Row, KeyOf(row), decision.Events.Count > 0 ? RowOutcome.Added : RowOutcome.Unchanged);
        }

        streams.Save();
        budget.Save();
    }

    // A recorded appropriation gives its share to the fund, or has too little left.
    private static Refusal? Share(StreamBook<Appropriation> budget, AllotmentRecord row, ChunkWork work)
    {
        var fund = FundOf(row);
        var id = AppropriationKey.Of(fund).Id;
        var decision = AppropriationDecisions.Distribute(
            budget.StateOf(id), fund, row.Amount, row.DecisionNumber, work.User, work.Now);
        if (decision.Refusal is null) budget.Append(id, decision.Events);
        return decision.Refusal;
    }

    private static FundKey FundOf(AllotmentRecord r) => new(r.Commune, r.Programme, SourceOf(r), r.Year);

    private static string SourceOf(AllotmentRecord r) => r.Source switch
    {
        FundSource.Central => "TW",
        FundSource.Provincial => "TINH",
        FundSource.Commune => "XA",
        _ => "TAITRO",
    };
}
