-- Money has minor units: 18.50 an hour is kept as it is. What was stored were whole units, so it stays what it was. Four
-- digits, as the currencies with the smallest units have.
alter table jobs
    alter column pay_min type numeric(17, 4),
    alter column pay_max type numeric(17, 4);
