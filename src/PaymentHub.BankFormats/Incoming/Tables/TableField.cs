namespace PaymentHub.BankFormats.Incoming.Tables;

/// <summary>What a column of a table holds; the names are those of the profiles.</summary>
internal enum TableField
{
    BookingDate,
    ValueDate,
    Amount,
    Debit,
    Credit,
    Side,
    BankReference,
    EntryReference,
    EndToEndId,
    Account,
    Name,
    Agent,
    Remittance,
    Status,
    Reason,
    Code,
}
