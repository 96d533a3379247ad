-- What an upload became: a file that is kept and posted, or, of a bank in test mode, a step of its certification.
alter table hub.bank_upload drop column answer;
alter table hub.bank_upload add column step text;
