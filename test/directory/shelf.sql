insert into place (name, names, country, latitude, longitude) values
  ('Nairobi', '{"ar": "نيروبي", "hi": "नैरोबी"}', 'KE', -1.2864, 36.8172),
  ('Lisbon', '{"pt": "Lisboa", "es": "Lisboa", "fr": "Lisbonne", "ar": "لشبونة", "hi": "लिस्बन"}', 'PT', 38.7223, -9.1393),
  ('New York', '{"es": "Nueva York", "pt": "Nova Iorque", "ar": "نيويورك", "hi": "न्यूयॉर्क"}', 'US', 40.7128, -74.006),
  ('São Tomé', '{}', 'ST', 0.3365, 6.7273),
  ('Kisumu', '{}', 'KE', -0.0917, 34.768),
  ('Porto', '{}', 'PT', 41.1496, -8.611);

insert into clinic (name, names, place_id, time_zone, emergency_number)
select v.name, v.names::jsonb, p.id, v.zone, '112'
  from (values ('Jacaranda Clinic', '{"sw": "Kliniki ya Jacaranda"}', 'Nairobi', 'Africa/Nairobi'),
               ('Clínica da Graça', '{"en": "Graça Clinic"}', 'Lisbon', 'Europe/Lisbon'),
               ('Hudson Health', '{}', 'New York', 'America/New_York')) as v (name, names, place, zone)
  join place p on p.name = v.place;

insert into provider (name, names) values
  ('Dr Ngozi Okafor', '{"ar": "د. نغوزي أوكافور"}'),
  ('Dr Omar Haddad', '{}'),
  ('د. ليلى منصور', '{}'),
  ('Dra. Lucía Nuñez', '{}'),
  ('Dr Mohammed Abdi', '{}'),
  ('Dr Rajesh Sharma', '{}'),
  ('डॉ. प्रिया नायर', '{}'),
  ('Dr Ana Silva', '{}'),
  ('Dr Rui Silva', '{}'),
  ('Dra. Inês Gonçalves', '{}'),
  ('Sean O''Brien', '{}'),
  ('Dr Wanjiru Kamau', '{}'),
  ('Дмитрий Иванов', '{}'),
  ('Dr Łukasz Wójcik', '{}'),
  ('Dr Jorge Jiménez', '{}'),
  ('Dr João Magalhães', '{}'),
  ('Nguyễn Thị Mai', '{}'),
  ('Dr Fatuma Yusuf', '{}'),
  ('Dr Maria Costa', '{}'),
  ('Dr Grace Wambui Njoroge', '{}');
insert into provider (name, left_at) values ('Dr Gone Tomorrowman', clock_now());

insert into service (clinic_id, specialty, name, names, minutes)
select c.id, v.specialty, v.name, v.names::jsonb, 30
  from (values ('Jacaranda Clinic', 'dermatology', 'Mole check', '{"sw": "Uchunguzi wa baka"}'),
               ('Jacaranda Clinic', 'dentistry', 'Teeth cleaning', '{"sw": "Kusafisha meno"}'),
               ('Hudson Health', 'dentistry', 'Teeth cleaning', '{"es": "Limpieza dental"}')) as v (clinic, specialty, name, names)
  join clinic c on c.name = v.clinic;

insert into provider_service (provider_id, service_id)
select p.id, s.id from provider p, service s join clinic c on c.id = s.clinic_id
 where c.name = 'Jacaranda Clinic' and p.name in ('Dr Ngozi Okafor', 'Dr Ana Silva')
    or c.name = 'Hudson Health' and p.name in ('Dr Rui Silva');
